/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * The records that the program writes and the words that it shares with user space. The Java side reads them by the
 * offsets in io.eyrie.syscall.event.RecordLayout; the static assertions below and a test of that class keep both equal.
 */
#ifndef EYRIE_EVENTS_H
#define EYRIE_EVENTS_H

/* What a record tells. The first three come from the scheduler's tracepoints, the others from a system call's exit. */
enum record_kind {
	KIND_EXEC_STATE = 1,
	KIND_FORK_STATE = 2,
	KIND_PROCEXIT = 3,
	KIND_EXECVE = 8,
	KIND_EXECVEAT = 9,
	KIND_OPEN = 10,
	KIND_OPENAT = 11,
	KIND_OPENAT2 = 12,
	KIND_CREAT = 13,
	KIND_CONNECT = 14,
	KIND_ACCEPT = 15,
	KIND_ACCEPT4 = 16,
	KIND_CLOSE = 17,
	KIND_CLOSE_RANGE = 18,
	KIND_DUP = 19,
	KIND_DUP2 = 20,
	KIND_DUP3 = 21,
	KIND_FCNTL = 22,
	KIND_CLONE = 23,
	KIND_CLONE3 = 24,
	KIND_FORK = 25,
	KIND_VFORK = 26,
	KIND_CHDIR = 27,
	KIND_FCHDIR = 28,
	KIND_SOCKET = 29,
	KIND_PIPE = 30,
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
	FLAG_COMPAT32 = 1,	  /* the task ran the call in 32-bit mode */
	FLAG_PATH_ABSENT = 2,	  /* the path could not be read at entry nor at exit */
	FLAG_PATH_AT_EXIT = 4,	  /* the path was read at exit: another thread could have changed it since */
	FLAG_PATH_TRUNCATED = 8,  /* longer than the kernel takes, or than the room in the record */
	FLAG_GROUP_DEAD = 16,	  /* the last thread of the process ends */
	FLAG_SHARED_FILES = 32,	  /* the child uses its parent's descriptor table */
	FLAG_SHARED_FS = 64,	  /* the child uses its parent's working directory */
	FLAG_ARGS_TRUNCATED = 128, /* more arguments than the record takes */
};

struct record_header {
	__u16 kind;
	__u16 flags;
	__u32 tgid;
	__u32 tid;
	__u32 ppid;
	__u64 boot_nanos;
	__s64 result;
	__u32 uid;
	__u32 gid;
	char comm[16];
};

/* execve, execveat, open, openat, openat2, creat; `path` follows without its NUL. */
struct path_record {
	struct record_header h;
	__s32 dirfd;
	__u32 open_flags;
	__u32 mode;
	__u16 path_length;
	__u16 pad;
};

/* close, close_range, dup, dup2, dup3, fcntl, clone, clone3, fork, vfork, socket, pipe, procexit. */
struct args_record {
	struct record_header h;
	__u64 args[3];
};

/* connect, accept, accept4: both ends as the kernel's socket has them, and the address that the caller gave. */
struct socket_record {
	struct record_header h;
	__s32 fd;
	__u32 call_flags;
	__u16 family;
	__u16 protocol;
	__u16 local_port;
	__u16 remote_port;
	__u8 local[16];
	__u8 remote[16];
	__u64 sock;
	__u64 peer;
	__u32 address_length;
	__u32 pad;
	__u8 address[128];
};

/* chdir, fchdir: the new working directory follows, components from the leaf to the root, each with its NUL. */
struct directory_record {
	struct record_header h;
	__s32 fd;
	__u16 directory_length;
	__u16 pad;
};

/* sched_process_exec: cgroup, executable and directory follow as components from the leaf up, then the arguments. */
struct exec_record {
	struct record_header h;
	__u32 loginuid;
	__u16 cgroup_length;
	__u16 exe_length;
	__u16 cwd_length;
	__u16 args_length;
	__u32 pad;
};

/* sched_process_fork, new processes only; the header tells of the parent. */
struct fork_record {
	struct record_header h;
	__u32 child_tgid;
	__u32 child_ppid;
};

#define MAX_PATH 4096
#define MAX_ARGS 4096
#define MAX_CPUS 512
#define MAX_SYSCALLS 512

/* One cache-line pair per CPU; only ever raised, by atomic addition. */
struct cpu_counters {
	__u64 lost[LOSS_CLASSES];
	__u64 path_absent;
	__u64 no_stash;
	__u64 pad[6];
};

/* The .bss, mapped by user space. One byte a call in the tables: the record kind, 0 = not wanted. */
struct shared_state {
	__u32 need_wake;
	__u32 all_thread_exits;
	__u64 lost_total;
	__u8 wanted[MAX_SYSCALLS];
	__u8 wanted32[MAX_SYSCALLS];
	__u8 pad[112];
	struct cpu_counters counters[MAX_CPUS];
};

#define LAYOUT(type, member, at) _Static_assert(__builtin_offsetof(struct type, member) == (at), #type "." #member)
LAYOUT(record_header, boot_nanos, 16);
LAYOUT(record_header, result, 24);
LAYOUT(record_header, uid, 32);
LAYOUT(record_header, comm, 40);
_Static_assert(sizeof(struct record_header) == 56, "header");
LAYOUT(path_record, open_flags, 60);
LAYOUT(path_record, path_length, 68);
_Static_assert(sizeof(struct path_record) == 72, "path");
_Static_assert(sizeof(struct args_record) == 80, "args");
LAYOUT(socket_record, family, 64);
LAYOUT(socket_record, local_port, 68);
LAYOUT(socket_record, local, 72);
LAYOUT(socket_record, sock, 104);
LAYOUT(socket_record, address_length, 120);
LAYOUT(socket_record, address, 128);
_Static_assert(sizeof(struct socket_record) == 256, "socket");
LAYOUT(directory_record, directory_length, 60);
_Static_assert(sizeof(struct directory_record) == 64, "directory");
LAYOUT(exec_record, cgroup_length, 60);
LAYOUT(exec_record, args_length, 66);
_Static_assert(sizeof(struct exec_record) == 72, "exec");
_Static_assert(sizeof(struct fork_record) == 64, "fork");
_Static_assert(sizeof(struct cpu_counters) == 128, "counters");
LAYOUT(shared_state, lost_total, 8);
LAYOUT(shared_state, wanted, 16);
LAYOUT(shared_state, wanted32, 528);
LAYOUT(shared_state, counters, 1152);

#endif
