// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/*
 * Reports the system calls that user space asked for, and the birth, exec and end of every process, into two rings: one
 * for the life of processes, one for all else, so that a flood of files can't drown an exec.
 *
 * - What is reported of a call is not written here: user space fills a plan per call, which names the sections (a text,
 *   a buffer, a socket ...) that follow the raw registers. The program knows sections, never calls.
 * - A call is reported at its exit, when its result is known. What the caller's memory held (the path of an open, the
 *   address of a connect) is taken at entry into the task's own stash, so that another thread can't change it between
 *   the kernel's look and ours; only what could not be read then (a page not yet faulted in, a path longer than the
 *   stash) is read at exit, and the record says so. What the caller holds at exit is compared with it: where they
 *   differ, the record says so and names what the kernel opened by the kernel's own tree of files. An exec that succeeds
 *   is told where it happens, from the kernel's own copies.
 * - A close that only the state wants makes no record of its own: the next record of its task has it in its header. It
 *   waits only while no other task uses the table of descriptors, so nobody can see the difference.
 * - A record that finds no room is counted per CPU and class in the shared state, never dropped silently.
 * - Records are published without a wake-up. A reader that is about to sleep raises need_wake; whoever publishes next
 *   sends one wake-up. Publishing ends with a full barrier (the exchange in the ring's commit) before need_wake is read,
 *   and the reader has one between raising it and its last look, so no record is slept over.
 */
#include "kernel_types.h"

#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_tracing.h>

#include "eyrie_events.h"

#define AF_UNIX 1
#define AF_INET 2
#define AF_INET6 10
#define S_IFMT 0170000
#define S_IFSOCK 0140000
#define F_DUPFD 0
#define F_SETFD 2
#define F_DUPFD_CLOEXEC 1030
#define OVERLAYFS_MAGIC 0x794c7630
#define RLIMIT_NOFILE 7
#define PIDTYPE_TGID 1
#define PIDTYPE_PGID 2
#define PIDTYPE_SID 3
#define MAX_VECTORS 32
#define MAX_LIST 64
#define NAME_ROOM 256
#define SCRATCH_SIZE 24576
#define SCRATCH_LAST (SCRATCH_SIZE - MAX_PATH)
#define STASH_ROOM 704
#define EBADF 9

/*
 * Reads a member of a kernel structure, through any number of pointers. Built with EYRIE_CASTS the pointer is given its
 * type and followed (the kernel's bpf_rdonly_cast, since 6.2), which is a plain load; otherwise each step is a call of
 * a helper. What can't be read is 0 either way.
 */
#ifdef EYRIE_CASTS
extern void *bpf_rdonly_cast(const void *pointer, __u32 type) __ksym;
#define READ(from, ...)                                                                                        \
	({                                                                                                     \
		typeof(from) typed = bpf_rdonly_cast((from), bpf_core_type_id_kernel(typeof(*(from))));        \
		___arrow(typed, __VA_ARGS__);                                                                  \
	})
#else
#define READ(from, ...) BPF_CORE_READ(from, __VA_ARGS__)
#endif

/*
 * Reads through pointers of a structure that the verifier trusts. To keep that trust with each pointer that is loaded,
 * it looks through all types of the kernel by name, some 3 ms each time; with EYRIE_CASTS it is told not to.
 */
#ifdef EYRIE_CASTS
#define FOLLOW(from, ...) READ(from, __VA_ARGS__)
#else
#define FOLLOW(from, ...) ___arrow(from, __VA_ARGS__)
#endif

char LICENSE[] SEC("license") = "Dual BSD/GPL";

const volatile __s32 own_tgid = 0;

/* A variable of the .bss, alone in it, so that its offset is 0. */
struct shared_state shared;

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 8 * 1024 * 1024);
} ring SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 2 * 1024 * 1024);
} processes SEC(".maps");

/*
 * Where records with sections are put together. How far is kept beside the bytes and not in a register: what comes from
 * memory is an unknown number to the verifier, so all rounds of a loop look alike to it and are verified once. In a
 * register the bounds of each round differ, and execs alone cost it 900,000 steps of the million it takes.
 */
struct scratch {
	__u64 end;
	__u64 left;
	__u64 index;  /* of the section being added */
	__u64 word;   /* what it is about */
	__u64 length; /* how long it may become */
	__u64 words[8]; /* the six registers, the result, 0 */
	__u8 bytes[SCRATCH_SIZE + MAX_PATH];
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct scratch);
} scratches SEC(".maps");

/*
 * What is kept of a task: what was read at the entry of the call that it is in, at the place where its record will have
 * it, so that an open is told without another copy; and what it has closed that no record has told yet.
 */
struct stash {
	__u16 number; /* of the call, plus 1; 0 = nothing is here */
	__u16 length;
	__u32 compat;
	__u32 closed; /* as in a record's header */
	__u32 pad;
	struct call_record record;
	__u8 bytes[STASH_ROOM + sizeof(struct file_section)];
};

struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, struct stash);
} stashes SEC(".maps");

static __always_inline struct cpu_counters *counters(void)
{
	return &shared.counters[bpf_get_smp_processor_id() & (MAX_CPUS - 1)];
}

static __always_inline void count_lost(__u32 class)
{
	__sync_fetch_and_add(&counters()->lost[class & (LOSS_CLASSES - 1)], 1);
	__sync_fetch_and_add(&shared.lost_total, 1);
}

/* The token goes into the ring of processes, which the reader sleeps on: the other may be full. */
static __always_inline void wake(void)
{
	if (*(volatile __u32 *)&shared.need_wake) {
		*(volatile __u32 *)&shared.need_wake = 0;
		void *token = bpf_ringbuf_reserve(&processes, 8, 0);
		if (token)
			bpf_ringbuf_discard(token, BPF_RB_FORCE_WAKEUP);
	}
}

static __always_inline void publish(void *record)
{
	bpf_ringbuf_submit(record, BPF_RB_NO_WAKEUP);
	wake();
}

/* What the task has closed that was not told yet; told() forgets it, once the record that says so has found room. */
static __always_inline struct stash *closes_of(struct task_struct *task)
{
	return *(volatile __u32 *)&shared.folding ? bpf_task_storage_get(&stashes, task, 0, 0) : NULL;
}

static __always_inline void told(struct stash *stash)
{
	if (stash)
		stash->closed = 0;
}

static __always_inline void publish_scratch(struct scratch *scratch, struct stash *stash, __u32 lane, __u32 class)
{
	__u64 size = *(volatile __u64 *)&scratch->end;
	long failed;

	if (size > SCRATCH_SIZE) {
		count_lost(class);
		return;
	}
	if (lane)
		failed = bpf_ringbuf_output(&processes, scratch->bytes, size, BPF_RB_NO_WAKEUP);
	else
		failed = bpf_ringbuf_output(&ring, scratch->bytes, size, BPF_RB_NO_WAKEUP);
	if (failed) {
		count_lost(class);
		return;
	}
	told(stash);
	wake();
}

static __always_inline void fill(struct record_header *h, struct task_struct *task, struct stash *stash, __u16 kind,
				 __u16 flags, __u16 number, __s64 result)
{
	h->kind = kind;
	h->flags = flags;
	h->number = number;
	h->cpu = bpf_get_smp_processor_id();
	h->tgid = task->tgid;
	h->tid = task->pid;
	h->boot_nanos = bpf_ktime_get_boot_ns();
	h->result = result;
	h->uid = FOLLOW(task, cred, uid.val);
	h->gid = FOLLOW(task, cred, gid.val);
	((__u64 *)h->comm)[0] = *(__u64 *)&task->comm[0];
	((__u64 *)h->comm)[1] = *(__u64 *)&task->comm[8];
	h->ppid = FOLLOW(task, real_parent, tgid);
	h->closed = stash ? stash->closed : 0;
}

/* Arguments as the architecture passes them; a 32-bit task's are zero-extended. */
#if defined(__TARGET_ARCH_x86)
#define TS_COMPAT 2
#define CALL_NUMBER(regs) ((long)(regs)->orig_ax)
#define IS_COMPAT(task) ((task)->thread_info.status & TS_COMPAT)
static __always_inline void registers(__u64 *to, struct pt_regs *regs, bool compat)
{
	if (compat) {
		to[0] = (__u32)regs->bx;
		to[1] = (__u32)regs->cx;
		to[2] = (__u32)regs->dx;
		to[3] = (__u32)regs->si;
		to[4] = (__u32)regs->di;
		to[5] = (__u32)regs->bp;
	} else {
		to[0] = regs->di;
		to[1] = regs->si;
		to[2] = regs->dx;
		to[3] = regs->r10;
		to[4] = regs->r8;
		to[5] = regs->r9;
	}
}
#elif defined(__TARGET_ARCH_arm64)
#define TIF_32BIT_BIT 22
#define CALL_NUMBER(regs) ((long)(regs)->syscallno)
#define IS_COMPAT(task) ((task)->thread_info.flags & (1UL << TIF_32BIT_BIT))
static __always_inline void registers(__u64 *to, struct pt_regs *regs, bool compat)
{
	to[0] = regs->orig_x0;
	to[1] = regs->regs[1];
	to[2] = regs->regs[2];
	to[3] = regs->regs[3];
	to[4] = regs->regs[4];
	to[5] = regs->regs[5];
}
#endif

/* Where a call stands in the tables, or a number past them. */
static __always_inline __u64 place_of(long number, bool compat)
{
	if (number < 0 || number >= MAX_SYSCALLS)
		return 2 * MAX_SYSCALLS;
	return compat ? number + MAX_SYSCALLS : number;
}

/* Takes what the plan wants of the caller's memory before the kernel looks at it. */
static __always_inline int enter_call(struct pt_regs *regs, struct call_plan *plan, __u32 number, __u32 compat)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct stash *stash = bpf_task_storage_get(&stashes, task, 0, BPF_LOCAL_STORAGE_GET_F_CREATE);

	if (!stash) {
		/* The exit reads what it can and marks it so. */
		__sync_fetch_and_add(&counters()->no_stash, 1);
		return 0;
	}
	__u32 entry = plan->entry;

	stash->number = 0;
	stash->length = 0;
	stash->compat = compat;
	if (entry != ENTRY_NUMBER) {
		__u32 which = plan->entry_section;
		long length;

		if (which >= SECTIONS)
			return 0;
		/* The record's seventh and eighth words are no registers: they lie behind it. */
		registers(stash->record.args, regs, compat);
		const void *from = (const void *)stash->record.args[plan->sections[which].arg & 7];

		if (entry == ENTRY_TEXT) {
			length = bpf_probe_read_user_str(stash->bytes, STASH_ROOM, from);
			/* A text that fills the stash is longer than it, or just fits: the exit tells. */
			if (length <= 0 || length >= STASH_ROOM)
				return 0;
			stash->length = length;
		} else {
			__u64 size = (__u32)stash->record.args[plan->sections[which].length_arg & 7];

			if (size > 128)
				size = 128;
			barrier_var(size);
			if (size == 0 || size > 128 || bpf_probe_read_user(stash->bytes, size, from))
				return 0;
			stash->length = size;
		}
	}
	stash->number = number + 1;
	return 0;
}

/* Every call of every task passes here: most of them must pass at once. */
SEC("tp_btf/sys_enter")
int BPF_PROG(on_sys_enter, struct pt_regs *regs, long number)
{
	struct task_struct *task = bpf_get_current_task_btf();
	bool compat = IS_COMPAT(task);
	__u64 place = place_of(number, compat);

	if (place >= 2 * MAX_SYSCALLS || !(shared.wanted[place] & WANTED_ENTRY) || task->tgid == own_tgid)
		return 0;
	return enter_call(regs, &shared.plans[place], number, compat);
}

static __always_inline struct file *file_of(struct task_struct *task, __s32 fd)
{
	struct fdtable *table = FOLLOW(task, files, fdt);
	struct file *file = NULL;

	if (fd < 0 || (__u32)fd >= table->max_fds)
		return NULL;
	bpf_probe_read_kernel(&file, sizeof(file), table->fd + fd);
	return file;
}

static __always_inline void append_socket(struct scratch *scratch, struct file *file)
{
	__u64 end = *(volatile __u64 *)&scratch->end;

	if (end > SCRATCH_LAST || !file || (READ(file, f_inode, i_mode) & S_IFMT) != S_IFSOCK)
		return;
	struct socket_section *s = (struct socket_section *)(scratch->bytes + end);
	struct socket *socket = READ(file, private_data);
	struct sock *sock = READ(socket, sk);
	__u64 named = 0;

	__builtin_memset(s, 0, sizeof(*s));
	s->family = READ(sock, __sk_common.skc_family);
	s->protocol = READ(sock, sk_protocol);
	s->self = (__u64)sock;
	s->backlog = READ(sock, sk_ack_backlog);
	s->max_backlog = READ(sock, sk_max_ack_backlog);
	if (s->family == AF_INET) {
		bpf_probe_read_kernel(s->local, 4, &sock->__sk_common.skc_rcv_saddr);
		bpf_probe_read_kernel(s->remote, 4, &sock->__sk_common.skc_daddr);
	} else if (s->family == AF_INET6) {
		bpf_probe_read_kernel(s->local, 16, &sock->__sk_common.skc_v6_rcv_saddr);
		bpf_probe_read_kernel(s->remote, 16, &sock->__sk_common.skc_v6_daddr);
	}
	if (s->family == AF_INET || s->family == AF_INET6) {
		s->local_port = READ(sock, __sk_common.skc_num);
		s->remote_port = __builtin_bswap16(READ(sock, __sk_common.skc_dport));
	} else if (s->family == AF_UNIX) {
		struct unix_sock *us = (struct unix_sock *)sock;
		struct unix_sock *peer = (struct unix_sock *)READ(us, peer);
		struct unix_address *address = READ(us, addr);

		/* The name is that of the end that has one. */
		s->peer = (__u64)peer;
		if (!address && peer)
			address = READ(peer, addr);
		if (address)
			named = (__u32)READ(address, len);
		if (named > 110)
			named = 110;
		barrier_var(named);
		if (named == 0 || named > 110 ||
		    bpf_probe_read_kernel(scratch->bytes + end + sizeof(*s), named, &address->name))
			named = 0;
	}
	*(volatile __u64 *)&scratch->end = end + sizeof(*s) + named;
}

static __always_inline __u64 nanos(struct timespec64 *time)
{
	return time->tv_sec * 1000000000ULL + time->tv_nsec;
}

static __always_inline void read_times(struct file_section *f, struct inode *inode)
{
	struct inode___since_6_11 *now = (void *)inode;
	struct inode___since_6_7 *since_6_7 = (void *)inode;
	struct inode___since_6_6 *since_6_6 = (void *)inode;
	struct inode___before_6_6 *before = (void *)inode;
	struct timespec64 mtime = {}, ctime = {};

	if (bpf_core_field_exists(now->i_mtime_sec)) {
		mtime.tv_sec = READ(now, i_mtime_sec);
		mtime.tv_nsec = READ(now, i_mtime_nsec);
		ctime.tv_sec = READ(now, i_ctime_sec);
		ctime.tv_nsec = READ(now, i_ctime_nsec);
	} else if (bpf_core_field_exists(since_6_7->__i_mtime)) {
		mtime.tv_sec = READ(since_6_7, __i_mtime.tv_sec);
		mtime.tv_nsec = READ(since_6_7, __i_mtime.tv_nsec);
		ctime.tv_sec = READ(since_6_7, __i_ctime.tv_sec);
		ctime.tv_nsec = READ(since_6_7, __i_ctime.tv_nsec);
	} else if (bpf_core_field_exists(since_6_6->__i_ctime)) {
		mtime.tv_sec = READ(since_6_6, i_mtime.tv_sec);
		mtime.tv_nsec = READ(since_6_6, i_mtime.tv_nsec);
		ctime.tv_sec = READ(since_6_6, __i_ctime.tv_sec);
		ctime.tv_nsec = READ(since_6_6, __i_ctime.tv_nsec);
	} else if (bpf_core_field_exists(before->i_ctime)) {
		mtime.tv_sec = READ(before, i_mtime.tv_sec);
		mtime.tv_nsec = READ(before, i_mtime.tv_nsec);
		ctime.tv_sec = READ(before, i_ctime.tv_sec);
		ctime.tv_nsec = READ(before, i_ctime.tv_nsec);
	}
	f->mtime = nanos(&mtime);
	f->ctime = nanos(&ctime);
}

/* On an overlay the entry of the upper layer follows the inode that every file system has; 0 = the file is below. */
static __always_inline __u32 layer_of(struct inode *inode)
{
	void *upper = NULL;

	if (READ(inode, i_sb, s_magic) != OVERLAYFS_MAGIC)
		return 0;
	bpf_probe_read_kernel(&upper, sizeof(upper), (void *)inode + bpf_core_type_size(struct inode));
	return upper ? 2 : 1;
}

static __always_inline void read_file(struct file_section *f, struct file *file, bool with_times)
{
	struct inode *inode = READ(file, f_inode);

	f->dev = READ(inode, i_sb, s_dev);
	f->mode = READ(inode, i_mode);
	f->ino = READ(inode, i_ino);
	f->layer = layer_of(inode);
	f->fmode = READ(file, f_mode);
	f->uid = READ(inode, i_uid.val);
	f->gid = READ(inode, i_gid.val);
	f->mtime = 0;
	f->ctime = 0;
	if (with_times)
		read_times(f, inode);
}

static __always_inline void append_file(struct scratch *scratch, struct file *file)
{
	__u64 end = *(volatile __u64 *)&scratch->end;

	if (end > SCRATCH_LAST || !file)
		return;
	read_file((struct file_section *)(scratch->bytes + end), file, false);
	*(volatile __u64 *)&scratch->end = end + sizeof(struct file_section);
}

/* Appends a name with its NUL; false when it can't be read or there is no room. */
static __always_inline bool append_name(struct scratch *scratch, const void *name)
{
	__u64 end = *(volatile __u64 *)&scratch->end;

	if (end > SCRATCH_LAST)
		return false;
	long length = bpf_probe_read_kernel_str(scratch->bytes + end, NAME_ROOM, name);
	if (length <= 0)
		return false;
	*(volatile __u64 *)&scratch->end = end + length;
	return true;
}

/*
 * Appends the names from a place in the file tree up to the task's root. Stops after 48 steps and when the room is
 * short: what is cut off above is marked by the name "...".
 */
__noinline int append_place(struct scratch *scratch, __u64 dentry_address, __u64 vfsmount_address)
{
	if (!scratch)
		return 0;
	struct task_struct *task = (void *)bpf_get_current_task();
	struct dentry *dentry = (void *)dentry_address;
	struct vfsmount *vfsmount = (void *)vfsmount_address;
	struct dentry *root = READ(task, fs, root.dentry);
	struct vfsmount *root_mount = READ(task, fs, root.mnt);
	__u64 first = *(volatile __u64 *)&scratch->end;

	for (int step = 0; step < 48; step++) {
		if (dentry == root && vfsmount == root_mount)
			return 0;
		if (dentry == READ(vfsmount, mnt_root)) {
			struct mount *mount = (void *)vfsmount - bpf_core_field_offset(struct mount, mnt);
			struct mount *above = READ(mount, mnt_parent);

			if (mount == above)
				return 0;
			dentry = READ(mount, mnt_mountpoint);
			vfsmount = (void *)above + bpf_core_field_offset(struct mount, mnt);
			continue;
		}
		struct dentry *above = READ(dentry, d_parent);

		if (dentry == above)
			return 0;
		if (*(volatile __u64 *)&scratch->end - first > MAX_PATH - NAME_ROOM ||
		    !append_name(scratch, READ(dentry, d_name.name)))
			break;
		dentry = above;
	}
	__u64 end = *(volatile __u64 *)&scratch->end;
	if (end <= SCRATCH_LAST) {
		__builtin_memcpy(scratch->bytes + end, "...", 4);
		*(volatile __u64 *)&scratch->end = end + 4;
	}
	return 0;
}

static __always_inline struct kernfs_node *above(struct kernfs_node *node)
{
	struct kernfs_node___since_6_15 *now = (void *)node;
	struct kernfs_node___before_6_15 *then = (void *)node;

	if (bpf_core_field_exists(now->__parent))
		return READ(now, __parent);
	return READ(then, parent);
}

static __always_inline struct kernfs_node *node_of(struct task_struct *task, int subsystem)
{
	struct cgroup_subsys_state *state = NULL;

	struct css_set *set = READ(task, cgroups);

	bpf_core_read(&state, sizeof(state), &set->subsys[subsystem & 15]);
	return READ(state, cgroup, kn);
}

/*
 * The cgroup as its innermost eight names; of the v2 tree, or of a v1 controller where the v2 tree is not in use.
 * Returns the flag that tells which.
 */
__noinline int append_cgroup(struct scratch *scratch)
{
	if (!scratch)
		return 0;
	struct task_struct *task = (void *)bpf_get_current_task();
	struct kernfs_node *node = READ(task, cgroups, dfl_cgrp, kn);
	__u32 flag = FLAG_CGROUP_V2;

	if (!above(node)) {
		flag = 0;
		if (bpf_core_enum_value_exists(enum cgroup_subsys_id, memory_cgrp_id))
			node = node_of(task, bpf_core_enum_value(enum cgroup_subsys_id, memory_cgrp_id));
		if (!above(node) && bpf_core_enum_value_exists(enum cgroup_subsys_id, pids_cgrp_id))
			node = node_of(task, bpf_core_enum_value(enum cgroup_subsys_id, pids_cgrp_id));
	}
	for (int level = 0; level < 8; level++) {
		struct kernfs_node *next = above(node);

		if (!next || !append_name(scratch, READ(node, name)))
			break;
		node = next;
	}
	return flag;
}

/* A range of the task's own memory; cut to MAX_ARGS. */
__noinline int append_range(struct scratch *scratch, __u64 from, __u64 to)
{
	if (!scratch)
		return 0;
	__u64 end = *(volatile __u64 *)&scratch->end;
	__u64 length = to - from;

	if (length > MAX_ARGS) {
		length = MAX_ARGS;
		((struct record_header *)scratch->bytes)->flags |= FLAG_TRUNCATED;
	}
	barrier_var(length);
	if (end > SCRATCH_LAST || length == 0 || length > MAX_ARGS)
		return 0;
	if (bpf_probe_read_user(scratch->bytes + end, length, (const void *)from) == 0)
		*(volatile __u64 *)&scratch->end = end + length;
	return 0;
}

/* The number of a pid in the namespace of a level; 0 when it is not seen there. */
static __always_inline __u32 number_at(struct pid *pid, __u32 level)
{
	int nr = 0;

	if (READ(pid, level) >= level)
		bpf_probe_read_kernel(&nr, sizeof(nr),
				      (void *)pid + bpf_core_field_offset(struct pid, numbers) +
					      level * bpf_core_type_size(struct upid) +
					      bpf_core_field_offset(struct upid, nr));
	return nr;
}

/* The number of a task in its own pid namespace. */
static __always_inline __u32 innermost(struct task_struct *task)
{
	struct pid *pid = READ(task, thread_pid);

	return number_at(pid, READ(pid, level) & 31);
}

__noinline int read_process(struct scratch *scratch, __u32 at)
{
	if (!scratch)
		return 0;
	if (at > SCRATCH_LAST)
		return 0;
	struct process_section *p = (struct process_section *)(scratch->bytes + at);
	struct task_struct *task = (void *)bpf_get_current_task();
	struct mm_struct *mm = READ(task, mm);
	struct mm_struct___since_6_2 *now = (void *)mm;
	struct mm_struct___before_6_2 *then = (void *)mm;
	struct signal_struct *signal = READ(task, signal);
	struct pid *pid = READ(task, thread_pid);
	struct pid *group = READ(signal, pids[PIDTYPE_PGID]);
	struct pid *session = READ(signal, pids[PIDTYPE_SID]);
	struct pid *leader = READ(signal, pids[PIDTYPE_TGID]);
	struct tty_struct *tty = READ(signal, tty);
	__u32 level = READ(pid, level) & 31;
	struct pid_namespace *ns = NULL;
	__s64 pages[3] = {};

	bpf_probe_read_kernel(&ns, sizeof(ns),
			      (void *)pid + bpf_core_field_offset(struct pid, numbers) +
				      level * bpf_core_type_size(struct upid) + bpf_core_field_offset(struct upid, ns));
	p->fd_limit = READ(signal, rlim[RLIMIT_NOFILE].rlim_cur);
	p->major_faults = READ(task, maj_flt);
	p->minor_faults = READ(task, min_flt);
	p->init_start = READ(ns, child_reaper, start_boottime);
	p->cap_inheritable = READ(task, cred, cap_inheritable.val);
	p->cap_permitted = READ(task, cred, cap_permitted.val);
	p->cap_effective = READ(task, cred, cap_effective.val);
	p->vm_size = READ(mm, total_vm) << 2;
	/*
	 * Told apart by size: a type that this kernel lacks would be looked for in all modules, which takes CAP_SYS_ADMIN.
	 */
	if (bpf_core_field_size(now->rss_stat) <= 4 * sizeof(atomic_long_t)) {
		pages[0] = READ(then, rss_stat.count[0].counter) + READ(then, rss_stat.count[3].counter);
		pages[1] = READ(then, rss_stat.count[1].counter);
		pages[2] = READ(then, rss_stat.count[2].counter);
	} else if (bpf_core_field_exists(now->rss_stat)) {
		pages[0] = READ(now, rss_stat[0].count) + READ(now, rss_stat[3].count);
		pages[1] = READ(now, rss_stat[1].count);
		pages[2] = READ(now, rss_stat[2].count);
	}
	p->vm_rss = pages[0] + pages[1] > 0 ? (pages[0] + pages[1]) << 2 : 0;
	p->vm_swap = pages[2] > 0 ? pages[2] << 2 : 0;
	p->vtid = number_at(pid, level);
	p->vpid = number_at(leader, level);
	p->vpgid = number_at(group, level);
	p->pgid = number_at(group, 0);
	p->sid = number_at(session, level);
	p->tty = tty ? (READ(tty, driver, major) << 20) +
			       (READ(tty, driver, minor_start) + READ(tty, index))
		     : 0;
	p->loginuid = bpf_core_field_exists(task->loginuid) ? READ(task, loginuid.val) : (__u32)-1;
	p->euid = READ(task, cred, euid.val);
	p->egid = READ(task, cred, egid.val);
	return 0;
}

static __always_inline void append_text(struct scratch *scratch, const void *from)
{
	__u64 end = *(volatile __u64 *)&scratch->end;

	if (end > SCRATCH_LAST)
		return;
	long length = bpf_probe_read_user_str(scratch->bytes + end, MAX_PATH, from);

	if (length <= 0)
		return;
	if (length == MAX_PATH)
		((struct record_header *)scratch->bytes)->flags |= FLAG_TRUNCATED;
	*(volatile __u64 *)&scratch->end = end + length;
}

static __always_inline void append_bytes(struct scratch *scratch, __u64 from, __u64 length)
{
	__u64 end = *(volatile __u64 *)&scratch->end;

	if (length > MAX_ARGS)
		length = MAX_ARGS;
	barrier_var(length);
	if (end > SCRATCH_LAST || length == 0 || length > MAX_ARGS || !from)
		return;
	if (bpf_probe_read_user(scratch->bytes + end, length, (const void *)from) == 0)
		*(volatile __u64 *)&scratch->end = end + length;
}

struct user_vector {
	__u64 base;
	__u64 length;
};

/* struct msghdr of a 64-bit task. */
struct user_message {
	__u64 name;
	__u32 name_length;
	__u32 pad;
	__u64 vectors;
	__u64 count;
	__u64 control;
	__u64 control_length;
};

/* u64 of the whole length, then the first bytes. */
__noinline int append_vectors(struct scratch *scratch, __u64 from, __u64 count, __u64 most)
{
	if (!scratch)
		return 0;
	__u64 start = *(volatile __u64 *)&scratch->end;

	if (start > SCRATCH_LAST)
		return 0;
	*(volatile __u64 *)(scratch->bytes + start) = 0;
	*(volatile __u64 *)&scratch->end = start + 8;
	*(volatile __u64 *)&scratch->left = most;
	for (__u32 i = 0; i < MAX_VECTORS; i++) {
		struct user_vector vector;

		if (i >= count || bpf_probe_read_user(&vector, sizeof(vector), (const void *)(from + i * sizeof(vector))))
			break;
		*(volatile __u64 *)(scratch->bytes + start) += vector.length;
		__u64 left = *(volatile __u64 *)&scratch->left;
		__u64 take = vector.length < left ? vector.length : left;

		if (take) {
			append_bytes(scratch, vector.base, take);
			*(volatile __u64 *)&scratch->left = left - take;
		}
	}
	return 0;
}

/* The texts of a list of pointers, as many as there is room for. */
__noinline int append_list(struct scratch *scratch, __u64 from, __u32 compat)
{
	if (!scratch)
		return 0;
	__u64 first = *(volatile __u64 *)&scratch->end;

	for (__u32 i = 0; i < MAX_LIST; i++) {
		__u64 text = 0;
		__u64 end = *(volatile __u64 *)&scratch->end;

		if (bpf_probe_read_user(&text, compat ? 4 : 8, (const void *)(from + i * (compat ? 4 : 8))) || !text)
			return 0;
		if (end > SCRATCH_LAST || end - first > MAX_ARGS)
			break;
		long length = bpf_probe_read_user_str(scratch->bytes + end, MAX_PATH, (const void *)text);
		if (length <= 0)
			return 0;
		if (end - first + length > MAX_ARGS)
			break;
		*(volatile __u64 *)&scratch->end = end + length;
	}
	((struct record_header *)scratch->bytes)->flags |= FLAG_TRUNCATED;
	return 0;
}

static __always_inline void append_stashed(struct scratch *scratch, struct stash *stash)
{
	__u64 end = *(volatile __u64 *)&scratch->end;
	__u64 length = stash->length;

	if (length > STASH_ROOM)
		length = STASH_ROOM;
	barrier_var(length);
	if (end > SCRATCH_LAST || length == 0 || length > STASH_ROOM)
		return;
	bpf_probe_read_kernel(scratch->bytes + end, length, stash->bytes);
	*(volatile __u64 *)&scratch->end = end + length;
}

/*
 * Finds what the next section is about and how long it may become. Both go through memory, so that what follows is
 * verified once and not for each way that leads there. False when there is nothing to add.
 */
static __noinline int prepare_section(struct scratch *scratch, struct call_plan *plan)
{
	__u64 index = *(volatile __u64 *)&scratch->index;

	if (index >= SECTIONS)
		return 0;
	struct section *section = &plan->sections[index];
	__u64 word = scratch->words[section->arg & 7];
	__s64 result = scratch->words[ARG_RESULT];
	__u32 flags = section->flags;
	__u64 length = section->size ? section->size : MAX_ARGS;

	if ((flags & SECTION_IF_DONE) && result < 0)
		return 0;
	if ((flags & SECTION_IF_CHANGED) && !(((struct record_header *)scratch->bytes)->flags & FLAG_CHANGED))
		return 0;
	/* Of a vector the register tells how many there are, which is not yet a length. */
	if (section->length_arg != ARG_NONE && section->op != SECTION_VECTOR) {
		__u64 told = scratch->words[section->length_arg & 7];

		if (section->length_arg == ARG_RESULT && result < 0)
			told = 0;
		if (section->unit)
			told = (__u32)told * section->unit;
		if (told < length)
			length = told;
	}
	if ((flags & SECTION_WITHIN_RESULT) && result > 0 && (__u64)result < length)
		length = result;
	if (flags & SECTION_INDIRECT) {
		__s32 fd = -1;

		bpf_probe_read_user(&fd, sizeof(fd), (const void *)word);
		word = fd;
	}
	*(volatile __u64 *)&scratch->word = word;
	*(volatile __u64 *)&scratch->length = length;
	return 1;
}

__noinline int append_message(struct scratch *scratch, __u32 op)
{
	if (!scratch)
		return 0;
	struct user_message message;
	__u64 length = *(volatile __u64 *)&scratch->length;

	if (bpf_probe_read_user(&message, sizeof(message), (const void *)*(volatile __u64 *)&scratch->word))
		return 0;
	if (op == SECTION_MESSAGE) {
		append_vectors(scratch, message.vectors, message.count, length);
		return 0;
	}
	__u64 from = op == SECTION_NAME ? message.name : message.control;
	__u64 told = op == SECTION_NAME ? message.name_length : message.control_length;

	append_bytes(scratch, from, told < length ? told : length);
	return 0;
}

static __noinline void append_section(struct scratch *scratch, struct call_plan *plan, struct task_struct *task)
{
	__u64 index = *(volatile __u64 *)&scratch->index;

	if (index >= SECTIONS)
		return;
	struct call_record *r = (struct call_record *)scratch->bytes;
	struct section *section = &plan->sections[index];
	__u32 op = section->op;
	__u64 start = *(volatile __u64 *)&scratch->end;
	__u64 word = *(volatile __u64 *)&scratch->word;
	bool compat = r->h.flags & FLAG_COMPAT32;

	switch (op) {
	case SECTION_TEXT:
		append_text(scratch, (const void *)word);
		break;
	case SECTION_BYTES:
		append_bytes(scratch, word, *(volatile __u64 *)&scratch->length);
		break;
	case SECTION_VECTOR:
		if (!compat)
			append_vectors(scratch, word, scratch->words[section->length_arg & 7],
				       *(volatile __u64 *)&scratch->length);
		break;
	case SECTION_MESSAGE:
	case SECTION_NAME:
	case SECTION_CONTROL:
		if (!compat)
			append_message(scratch, op);
		break;
	case SECTION_SOCKET:
		append_socket(scratch, file_of(task, word));
		break;
	case SECTION_FILE:
		append_file(scratch, file_of(task, word));
		break;
	case SECTION_PLACE: {
		struct file *file = file_of(task, word);

		if (file)
			append_place(scratch, (__u64)BPF_CORE_READ(file, f_path.dentry),
				     (__u64)BPF_CORE_READ(file, f_path.mnt));
		break;
	}
	case SECTION_CWD:
		append_place(scratch, (__u64)BPF_CORE_READ(task, fs, pwd.dentry),
			     (__u64)BPF_CORE_READ(task, fs, pwd.mnt));
		break;
	case SECTION_PROCESS:
		if (start <= SCRATCH_LAST) {
			read_process(scratch, start);
			*(volatile __u64 *)&scratch->end = start + sizeof(struct process_section);
		}
		break;
	case SECTION_CGROUP:
		r->h.flags |= append_cgroup(scratch);
		break;
	case SECTION_ARGS:
		append_range(scratch, READ(task, mm, arg_start), READ(task, mm, arg_end));
		break;
	case SECTION_LIST:
		append_list(scratch, word, compat);
		break;
	default:
		break;
	}
	__u64 end = *(volatile __u64 *)&scratch->end;

	if (end == start && op <= SECTION_BYTES && word && *(volatile __u64 *)&scratch->length &&
	    !(section->flags & SECTION_MAY_FAIL)) {
		r->h.flags |= FLAG_UNREADABLE;
		__sync_fetch_and_add(&counters()->unreadable, 1);
	}
}

/*
 * Whether the caller's memory no longer holds what was taken from it at the entry. The kernel looked in between, and may
 * have seen either: who needs to know asks the kernel what it made of it (SECTION_IF_CHANGED).
 */
static __always_inline int changed_since(struct scratch *scratch, struct stash *stash, __u64 from)
{
	if (!scratch || !stash)
		return true;
	__u8 *now = scratch->bytes + SCRATCH_SIZE;
	__u64 length = stash->length;

	barrier_var(length);
	if (length == 0 || length > STASH_ROOM)
		return false;
	/* Of a text its NUL is compared with the rest, so no other text is equal. */
	if (bpf_probe_read_user(now, length, (const void *)from))
		return true;
	for (__u32 i = 0; i < STASH_ROOM; i += 8) {
		__s32 left = *(volatile __u16 *)&stash->length - i;

		if (left <= 0)
			break;
		__u64 differ = *(__u64 *)(stash->bytes + i) ^ *(__u64 *)(now + i);

		if (left < 8)
			differ <<= 64 - 8 * left;
		if (differ)
			return true;
	}
	return false;
}

/* What was taken at the entry of this call; false when nothing was. */
static __noinline int take_stashed(struct scratch *scratch, struct task_struct *task)
{
	struct call_record *r = (struct call_record *)scratch->bytes;
	struct stash *stash = bpf_task_storage_get(&stashes, task, 0, 0);

	if (!stash || stash->number != r->h.number + 1) {
		r->h.flags |= FLAG_READ_LATE;
		return 0;
	}
	stash->number = 0;
	append_stashed(scratch, stash);
	if (changed_since(scratch, stash, *(volatile __u64 *)&scratch->word)) {
		r->h.flags |= FLAG_CHANGED;
		__sync_fetch_and_add(&counters()->changed, 1);
	}
	return 1;
}

__noinline int next_section(struct scratch *scratch, struct call_plan *plan)
{
	if (!scratch || !plan)
		return 0;
	struct task_struct *task = bpf_get_current_task_btf();
	__u64 index = *(volatile __u64 *)&scratch->index;
	__u64 start = *(volatile __u64 *)&scratch->end;
	struct call_record *r = (struct call_record *)scratch->bytes;

	if (index >= SECTIONS)
		return 0;
	if (prepare_section(scratch, plan) &&
	    (!(plan->sections[index].flags & SECTION_AT_ENTRY) ||
	     !take_stashed(scratch, task)))
		append_section(scratch, plan, task);
	r->lengths[index] = *(volatile __u64 *)&scratch->end - start;
	*(volatile __u64 *)&scratch->index = index + 1;
	return 0;
}

/*
 * Tells an open whose path was read at the entry and stands there still, which is nearly every one, in one piece where
 * its path lies already. False when it has to be told section by section.
 */
__noinline int tell_path(struct stash *stash, struct call_plan *plan, __u32 number, __u32 flags, __s64 result)
{
	__u32 zero = 0;
	struct scratch *scratch = bpf_map_lookup_elem(&scratches, &zero);

	if (!scratch || !stash || !plan)
		return false;
	struct task_struct *task = bpf_get_current_task_btf();
	struct call_record *r = &stash->record;
	__u64 length = stash->length;
	__u64 size = sizeof(*r);

	barrier_var(length);
	if (length == 0 || length > STASH_ROOM ||
	    changed_since(scratch, stash, r->args[plan->sections[0].arg & 1]))
		return false;
	stash->number = 0;
	fill(&r->h, task, stash, KIND_CALL, flags, number, result);
	((__u64 *)r->lengths)[0] = length;
	((__u64 *)r->lengths)[1] = 0;
	size += length;
	struct file *file = result < 0 ? NULL : file_of(task, result);
	if (file) {
		read_file((struct file_section *)(stash->bytes + length), file, false);
		r->lengths[1] = sizeof(struct file_section);
		size += sizeof(struct file_section);
	}
	if (bpf_ringbuf_output(&ring, r, size, BPF_RB_NO_WAKEUP)) {
		count_lost(plan->loss_class);
		return true;
	}
	told(stash);
	wake();
	return true;
}

/* Keeps a close until the next record of its task; false when it can't be. */
static __always_inline bool fold_close(struct task_struct *task, struct pt_regs *regs, bool compat)
{
	__u64 args[6];

	/* Another user of the table could give the number to something else before the next record of this task. */
	if (FOLLOW(task, files, count.counter) != 1)
		return false;
	struct stash *stash = bpf_task_storage_get(&stashes, task, 0, BPF_LOCAL_STORAGE_GET_F_CREATE);

	if (!stash || stash->closed)
		return false;
	registers(args, regs, compat);
	stash->closed = (__u32)args[0] + 1;
	return true;
}

/* Tells a call, as its plan says. */
static __always_inline int exit_call(struct pt_regs *regs, struct call_plan *plan, __u32 number, __u32 compat, long result)
{
	struct task_struct *task = bpf_get_current_task_btf();
	__u32 flags = plan->flags;
	__u32 used = plan->sections_used;
	__u16 record_flags = compat ? FLAG_COMPAT32 : 0;

	if (compat)
		result = (__s32)result;
	if ((flags & PLAN_NO_FAILURES) && result < 0 && result > -4096)
		return 0;
	if ((flags & PLAN_NO_SUCCESSES) && result >= 0)
		return 0;
	if (flags & PLAN_PATH) {
		struct stash *entered = bpf_task_storage_get(&stashes, task, 0, 0);

		if (entered && entered->number == number + 1) {
			registers(entered->record.args, regs, compat);
			if (tell_path(entered, plan, number, record_flags, result))
				return 0;
		}
	}
	if ((flags & PLAN_FOLD) && (result == -EBADF || fold_close(task, regs, compat)))
		return 0;
	struct stash *stash = closes_of(task);

	if (!used && !plan->lane) {
		struct call_record *r;

		if (flags & PLAN_FD_CONTROL) {
			__u64 args[6];

			registers(args, regs, compat);
			if (args[1] != F_DUPFD && args[1] != F_DUPFD_CLOEXEC && args[1] != F_SETFD)
				return 0;
		}
		r = bpf_ringbuf_reserve(&ring, sizeof(*r), 0);
		if (!r) {
			count_lost(plan->loss_class);
			return 0;
		}
		fill(&r->h, task, stash, KIND_CALL, record_flags, number, result);
		registers(r->args, regs, compat);
		__builtin_memset(r->lengths, 0, sizeof(r->lengths) + sizeof(r->pad));
		told(stash);
		publish(r);
		return 0;
	}

	if (flags & PLAN_CONTROL) {
		struct user_message message;
		__u64 args[6];

		registers(args, regs, compat);
		if (compat || bpf_probe_read_user(&message, sizeof(message), (const void *)args[1]) ||
		    !message.control_length)
			return 0;
	}

	__u32 zero = 0;
	struct scratch *scratch = bpf_map_lookup_elem(&scratches, &zero);

	if (!scratch) {
		count_lost(plan->loss_class);
		return 0;
	}
	struct call_record *r = (struct call_record *)scratch->bytes;

	fill(&r->h, task, stash, KIND_CALL, record_flags, number, result);
	registers(r->args, regs, compat);
	__builtin_memcpy(scratch->words, r->args, sizeof(r->args));
	scratch->words[6] = result;
	scratch->words[7] = 0;
	__builtin_memset(r->lengths, 0, sizeof(r->lengths) + sizeof(r->pad));
	*(volatile __u64 *)&scratch->end = sizeof(*r);
	*(volatile __u64 *)&scratch->index = 0;
	for (__u32 i = 0; i < SECTIONS; i++) {
		if (*(volatile __u64 *)&scratch->index >= used)
			break;
		next_section(scratch, plan);
	}
	publish_scratch(scratch, stash, plan->lane, plan->loss_class);
	return 0;
}

/* As at the entry: most calls must pass at once. */
SEC("tp_btf/sys_exit")
int BPF_PROG(on_sys_exit, struct pt_regs *regs, long result)
{
	struct task_struct *task = bpf_get_current_task_btf();
	bool compat = IS_COMPAT(task);
	long number = CALL_NUMBER(regs);
	__u64 place = place_of(number, compat);

	if (place >= 2 * MAX_SYSCALLS || !(shared.wanted[place] & WANTED_EXIT) || task->tgid == own_tgid)
		return 0;
	return exit_call(regs, &shared.plans[place], number, compat, result);
}

SEC("tp_btf/sched_process_exec")
int BPF_PROG(on_exec, struct task_struct *task, int old_pid, struct linux_binprm *bprm)
{
	if (task->tgid == own_tgid)
		return 0;
	__u32 zero = 0;
	struct scratch *scratch = bpf_map_lookup_elem(&scratches, &zero);
	if (!scratch) {
		count_lost(LOSS_EXEC);
		return 0;
	}
	struct exec_record *r = (struct exec_record *)scratch->bytes;
	struct stash *stash = bpf_task_storage_get(&stashes, task, 0, 0);
	struct mm_struct *mm = FOLLOW(task, mm);
	struct file *exe = READ(mm, exe_file);
	__u16 flags = 0, number = 0;
	__u64 start;

	if (stash && stash->number) {
		number = stash->number - 1;
		flags = stash->compat ? FLAG_COMPAT32 : 0;
		stash->number = 0;
	}
	fill(&r->h, task, stash, KIND_EXEC, flags, number, 0);
	*(volatile __u64 *)&scratch->end = sizeof(*r);
	read_process(scratch, __builtin_offsetof(struct exec_record, process));
	__builtin_memset(&r->file, 0, sizeof(r->file) + sizeof(r->lengths) + 4);

	start = *(volatile __u64 *)&scratch->end;
	r->h.flags |= append_cgroup(scratch);
	r->lengths[0] = *(volatile __u64 *)&scratch->end - start;

	start = *(volatile __u64 *)&scratch->end;
	if (exe) {
		struct dentry *dentry = BPF_CORE_READ(exe, f_path.dentry);
		char name[8] = {};

		read_file(&r->file, exe, true);
		append_place(scratch, (__u64)dentry, (__u64)BPF_CORE_READ(exe, f_path.mnt));
		bpf_probe_read_kernel_str(name, sizeof(name), READ(dentry, d_name.name));
		r->anonymous = READ(dentry, d_parent) == dentry && name[0] == 'm' && name[1] == 'e' &&
			       name[2] == 'm' && name[3] == 'f' && name[4] == 'd' && name[5] == ':';
	}
	r->lengths[1] = *(volatile __u64 *)&scratch->end - start;

	start = *(volatile __u64 *)&scratch->end;
	append_place(scratch, (__u64)BPF_CORE_READ(task, fs, pwd.dentry),
			     (__u64)BPF_CORE_READ(task, fs, pwd.mnt));
	r->lengths[2] = *(volatile __u64 *)&scratch->end - start;

	start = *(volatile __u64 *)&scratch->end;
	append_range(scratch, READ(mm, arg_start), READ(mm, arg_end));
	r->lengths[3] = *(volatile __u64 *)&scratch->end - start;

	start = *(volatile __u64 *)&scratch->end;
	if (*(volatile __u32 *)&shared.environment)
		append_range(scratch, READ(mm, env_start), READ(mm, env_end));
	r->lengths[4] = *(volatile __u64 *)&scratch->end - start;

	start = *(volatile __u64 *)&scratch->end;
	if (start <= SCRATCH_LAST) {
		long length = bpf_probe_read_kernel_str(scratch->bytes + start, MAX_PATH, READ(bprm, filename));

		if (length > 0)
			*(volatile __u64 *)&scratch->end = start + length;
	}
	r->lengths[5] = *(volatile __u64 *)&scratch->end - start;
	publish_scratch(scratch, stash, 1, LOSS_EXEC);
	return 0;
}

static __always_inline void tell_closed(struct task_struct *task, struct stash *stash)
{
	struct record_header *h = bpf_ringbuf_reserve(&ring, sizeof(*h), 0);

	if (!h) {
		count_lost(LOSS_CLOSE);
		return;
	}
	fill(h, task, stash, KIND_CLOSED, 0, 0, 0);
	told(stash);
	publish(h);
}

SEC("tp_btf/sched_process_fork")
int BPF_PROG(on_fork, struct task_struct *parent, struct task_struct *child)
{
	struct stash *stash = closes_of(parent);

	/* A thread shares everything that is kept here with its process: from now on a close can't wait any more. */
	if (parent->tgid == child->tgid) {
		if (stash && stash->closed)
			tell_closed(parent, stash);
		return 0;
	}
	struct fork_record *r = bpf_ringbuf_reserve(&processes, sizeof(*r), 0);
	if (!r) {
		count_lost(LOSS_FORK);
		return 0;
	}
	__u16 flags = (FOLLOW(parent, files) == FOLLOW(child, files) ? FLAG_SHARED_FILES : 0) |
		      (FOLLOW(parent, fs) == FOLLOW(child, fs) ? FLAG_SHARED_FS : 0);

	fill(&r->h, parent, stash, KIND_FORK, flags, 0, child->tgid);
	told(stash);
	r->child_tgid = child->tgid;
	r->child_ppid = FOLLOW(child, real_parent, tgid);
	r->child_vtid = innermost(child);
	r->child_vpid = r->child_vtid;
	publish(r);
	return 0;
}

/* Who becomes the parent of a dying process's children; 0 when it has none. */
static __always_inline __u32 reaper_of(struct task_struct *task)
{
	struct task_struct *ancestor = FOLLOW(task, real_parent);
	struct pid *pid = READ(task, thread_pid);
	__u32 level = READ(pid, level) & 31;
	struct pid_namespace *ns = NULL;
	struct list_head *first = READ(task, children.next);

	if ((void *)first == (void *)task + bpf_core_field_offset(struct task_struct, children))
		return 0;
	struct signal_struct *signal = FOLLOW(task, signal);
	if (BPF_CORE_READ_BITFIELD_PROBED(signal, has_child_subreaper)) {
		for (int i = 0; i < 16; i++) {
			struct signal_struct *of = READ(ancestor, signal);

			if (BPF_CORE_READ_BITFIELD_PROBED(of, is_child_subreaper))
				return READ(ancestor, pid);
			if (READ(ancestor, pid) <= 1)
				break;
			ancestor = READ(ancestor, real_parent);
		}
	}
	bpf_probe_read_kernel(&ns, sizeof(ns),
			      (void *)pid + bpf_core_field_offset(struct pid, numbers) +
				      level * bpf_core_type_size(struct upid) + bpf_core_field_offset(struct upid, ns));
	return READ(ns, child_reaper, pid);
}

SEC("tp_btf/sched_process_exit")
int BPF_PROG(on_exit, struct task_struct *task)
{
	if (task->tgid == own_tgid)
		return 0;
	bool last = FOLLOW(task, signal, live.counter) == 0;
	struct exit_record *r = bpf_ringbuf_reserve(&processes, sizeof(*r), 0);

	if (!r) {
		count_lost(LOSS_EXIT);
		return 0;
	}
	fill(&r->h, task, closes_of(task), KIND_EXIT, last ? FLAG_GROUP_DEAD : 0, 0, 0);
	r->status = task->exit_code;
	r->reaper = last ? reaper_of(task) : 0;
	publish(r);
	return 0;
}
