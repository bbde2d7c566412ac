/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * The records that the program writes and the words that it shares with user space. The Java side reads them by the
 * offsets in io.eyrie.syscall.live.RecordLayout; the static assertions below and a test of that class keep both equal.
 */
#ifndef EYRIE_EVENTS_H
#define EYRIE_EVENTS_H

/* What a record tells. A call is told at its exit, a successful exec by the scheduler's tracepoint alone. */
enum record_kind {
	KIND_CALL = 1,
	KIND_EXEC = 2,
	KIND_FORK = 3,
	KIND_EXIT = 4,
	KIND_CLOSED = 5, /* only the header: it tells what its task closed */
};

/* Classes by which losses are counted. */
enum loss_class {
	LOSS_EXEC,
	LOSS_FORK,
	LOSS_EXIT,
	LOSS_OPEN,
	LOSS_CLOSE,
	LOSS_NET,
	LOSS_DUP,
	LOSS_OTHER,
	LOSS_CLASSES,
};

enum record_flag {
	FLAG_COMPAT32 = 1,	  /* the task made the call in 32-bit mode */
	FLAG_UNREADABLE = 2,	  /* a path or address of the caller could not be read */
	FLAG_READ_LATE = 4,	  /* it was read at exit: another thread could have changed it since */
	FLAG_TRUNCATED = 8,	  /* a text is longer than the kernel takes, or than the room in the record */
	FLAG_GROUP_DEAD = 16,	  /* the last thread of the process ends */
	FLAG_SHARED_FILES = 32,	  /* the child uses its parent's descriptor table */
	FLAG_SHARED_FS = 64,	  /* the child uses its parent's working directory */
	FLAG_CGROUP_V2 = 128,	  /* the cgroup is of the unified tree */
	FLAG_CHANGED = 256,	  /* what was taken at entry is another at exit: somebody changed it meanwhile */
};

struct record_header {
	__u16 kind;
	__u16 flags;
	__u16 number; /* of the call, in the table of the task's mode */
	__u16 cpu;
	__u32 tgid;
	__u32 tid;
	__u64 boot_nanos;
	__s64 result;
	__u32 uid;
	__u32 gid;
	char comm[16];
	__u32 ppid;
	__u32 closed; /* what the task has closed since its last record: the descriptor plus 1, or 0 for nothing */
};

#define SECTIONS 6

/* A system call: its registers, then the sections that its plan names, one after the other. */
struct call_record {
	struct record_header h;
	__u64 args[6];
	__u16 lengths[SECTIONS];
	__u32 pad;
};

/* SECTION_SOCKET: a socket as the kernel has it; the name of a Unix socket follows. */
struct socket_section {
	__u16 family;
	__u16 protocol;
	__u16 local_port;
	__u16 remote_port;
	__u8 local[16];
	__u8 remote[16];
	__u64 self;
	__u64 peer;
	__u32 backlog;
	__u32 max_backlog;
};

/* SECTION_FILE: an open file. */
struct file_section {
	__u32 dev;   /* as the kernel keeps it: 12 bits major, 20 bits minor */
	__u32 mode;  /* type and permissions */
	__u64 ino;
	__u32 layer; /* 0 no overlay, 1 lower, 2 upper */
	__u32 fmode; /* bit 20: made by this open */
	__u32 uid;
	__u32 gid;
	__u64 mtime;
	__u64 ctime;
};

/* SECTION_PROCESS: what is known of a task beside the header. */
struct process_section {
	__u64 fd_limit;
	__u64 major_faults;
	__u64 minor_faults;
	__u64 init_start; /* of its pid namespace's first process, nanoseconds since boot */
	__u64 cap_inheritable;
	__u64 cap_permitted;
	__u64 cap_effective;
	__u32 vm_size; /* KiB, as the next two */
	__u32 vm_rss;
	__u32 vm_swap;
	__u32 vtid;
	__u32 vpid;
	__u32 vpgid;
	__u32 pgid;
	__u32 sid;
	__u32 tty;
	__u32 loginuid;
	__u32 euid;
	__u32 egid;
};

/*
 * sched_process_exec. There follow: cgroup, executable and directory as components from the leaf up, the arguments, the
 * environment, and the name that was asked for.
 */
struct exec_record {
	struct record_header h;
	struct process_section process;
	struct file_section file;
	__u16 lengths[6];
	__u16 anonymous; /* the executable has no place in a file system: its name begins with "memfd:" */
	__u16 pad;
};

/* sched_process_fork, new processes only; the header tells of the parent. */
struct fork_record {
	struct record_header h;
	__u32 child_tgid;
	__u32 child_ppid;
	__u32 child_vtid; /* in its own pid namespace, as the next */
	__u32 child_vpid;
};

/* sched_process_exit, every thread. */
struct exit_record {
	struct record_header h;
	__u32 status;
	__u32 reaper;
};

/* What a section holds. `arg` names a register (0 to 5) or the result (6). */
enum section_op {
	SECTION_NONE = 0,
	SECTION_TEXT,	 /* the text that it points at, with its NUL */
	SECTION_BYTES,	 /* bytes that it points at */
	SECTION_VECTOR,	 /* u64 of the whole length, then bytes, of `length_arg` iovecs */
	SECTION_MESSAGE, /* the same of a msghdr */
	SECTION_NAME,	 /* the address of a msghdr */
	SECTION_CONTROL, /* the control data of a msghdr */
	SECTION_SOCKET,	 /* the socket of that descriptor */
	SECTION_FILE,	 /* the file of that descriptor */
	SECTION_CWD,	 /* components of the working directory */
	SECTION_PROCESS, /* the task */
	SECTION_CGROUP,	 /* components of its cgroup */
	SECTION_ARGS,	 /* the program's arguments */
	SECTION_LIST,	 /* the texts of a list of pointers that ends with NULL */
	SECTION_PLACE,	 /* components of the path of that descriptor */
};

enum section_flag {
	SECTION_AT_ENTRY = 1,	   /* taken at the entry where that can be */
	SECTION_IF_DONE = 2,	   /* only when the call did not fail */
	SECTION_INDIRECT = 4,	   /* the descriptor stands where `arg` points at */
	SECTION_MAY_FAIL = 8,	   /* often unreadable: not counted */
	SECTION_WITHIN_RESULT = 16, /* no more bytes than the result, when that is positive */
	SECTION_IF_CHANGED = 32,   /* only when what was taken at entry was changed meanwhile */
};

#define ARG_RESULT 6
#define ARG_NONE 7

struct section {
	__u8 op;
	__u8 arg;
	__u8 length_arg; /* the register with the length, ARG_RESULT, or ARG_NONE: `size` is the length */
	__u8 flags;
	__u16 size; /* at most so many bytes; 0 = as many as there is room for */
	__u16 unit; /* the bytes that one of `length_arg` stands for */
};

enum plan_flag {
	PLAN_NO_FAILURES = 1,  /* only the state wants it: a failed call changes nothing */
	PLAN_NO_SUCCESSES = 2, /* an exec that succeeds is told by another tracepoint */
	PLAN_FD_CONTROL = 4,   /* fcntl: only the commands that make or mark descriptors */
	PLAN_CONTROL = 8,      /* recvmsg: only messages with control data, which may bring descriptors */
	PLAN_PATH = 16,	       /* its sections are a text taken at entry, the file that was made, its place if changed */
	PLAN_FOLD = 32,	       /* close: told with the next record of its task, where no other can see the descriptor */
};

enum entry_kind {
	ENTRY_NONE = 0,
	ENTRY_TEXT = 1,	  /* the first section with SECTION_AT_ENTRY is a text */
	ENTRY_BYTES = 2,  /* it is bytes */
	ENTRY_NUMBER = 3, /* only which call it is */
};

struct call_plan {
	__u8 flags;
	__u8 loss_class;
	__u8 lane; /* 0 the large ring, 1 that of processes */
	__u8 entry;
	__u8 entry_section;
	__u8 sections_used;
	__u16 pad;
	struct section sections[SECTIONS];
};

#define MAX_PATH 4096
#define MAX_ARGS 4096
#define MAX_CPUS 512
#define MAX_SYSCALLS 512

enum wanted_bit {
	WANTED_EXIT = 1,
	WANTED_ENTRY = 2,
};

/* One cache-line pair per CPU; only ever raised, by atomic addition. */
struct cpu_counters {
	__u64 lost[LOSS_CLASSES];
	__u64 unreadable;
	__u64 no_stash;
	__u64 changed;
	__u64 pad[5];
};

/* The .bss, mapped by user space. One byte a call in `wanted`, that of 32-bit tasks in the upper half. */
struct shared_state {
	__u32 need_wake;
	__u32 environment; /* whether an exec tells it */
	__u64 lost_total;
	__u8 wanted[2 * MAX_SYSCALLS];
	__u32 folding; /* whether closes wait for the next record of their task, or did since the program was loaded */
	__u8 pad[108];
	struct cpu_counters counters[MAX_CPUS];
	struct call_plan plans[2 * MAX_SYSCALLS];
};

#define LAYOUT(type, member, at) _Static_assert(__builtin_offsetof(struct type, member) == (at), #type "." #member)
LAYOUT(record_header, tgid, 8);
LAYOUT(record_header, boot_nanos, 16);
LAYOUT(record_header, result, 24);
LAYOUT(record_header, uid, 32);
LAYOUT(record_header, comm, 40);
LAYOUT(record_header, ppid, 56);
LAYOUT(record_header, closed, 60);
_Static_assert(sizeof(struct record_header) == 64, "header");
LAYOUT(call_record, args, 64);
LAYOUT(call_record, lengths, 112);
_Static_assert(sizeof(struct call_record) == 128, "call");
LAYOUT(socket_section, local_port, 4);
LAYOUT(socket_section, local, 8);
LAYOUT(socket_section, self, 40);
LAYOUT(socket_section, backlog, 56);
_Static_assert(sizeof(struct socket_section) == 64, "socket");
LAYOUT(file_section, ino, 8);
LAYOUT(file_section, layer, 16);
LAYOUT(file_section, uid, 24);
LAYOUT(file_section, mtime, 32);
_Static_assert(sizeof(struct file_section) == 48, "file");
LAYOUT(process_section, cap_inheritable, 32);
LAYOUT(process_section, vm_size, 56);
LAYOUT(process_section, vtid, 68);
LAYOUT(process_section, tty, 88);
_Static_assert(sizeof(struct process_section) == 104, "process");
LAYOUT(exec_record, process, 64);
LAYOUT(exec_record, file, 168);
LAYOUT(exec_record, lengths, 216);
_Static_assert(sizeof(struct exec_record) == 232, "exec");
LAYOUT(fork_record, child_tgid, 64);
_Static_assert(sizeof(struct fork_record) == 80, "fork");
LAYOUT(exit_record, status, 64);
_Static_assert(sizeof(struct exit_record) == 72, "exit");
_Static_assert(sizeof(struct section) == 8, "section");
LAYOUT(call_plan, sections, 8);
_Static_assert(sizeof(struct call_plan) == 56, "plan");
_Static_assert(sizeof(struct cpu_counters) == 128, "counters");
LAYOUT(shared_state, lost_total, 8);
LAYOUT(shared_state, wanted, 16);
LAYOUT(shared_state, folding, 1040);
LAYOUT(shared_state, counters, 1152);
LAYOUT(shared_state, plans, 66688);

#endif
