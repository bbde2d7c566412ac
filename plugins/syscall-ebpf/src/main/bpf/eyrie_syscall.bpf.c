// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/*
 * Reports the system calls that user space asked for, and the birth, exec and end of every process, into one ring.
 *
 * - A call is reported at its exit, when its result is known. What the caller's memory held (path, socket address) is
 *   taken at entry into the task's own stash, so that another thread can't change it between the kernel's look and ours;
 *   only what could not be read then (a page not yet faulted in, a path longer than the stash) is read at exit, and
 *   the record says so.
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

#define EFAULT 14
#define EINPROGRESS 115
#define AF_UNIX 1
#define AF_INET 2
#define AF_INET6 10
#define S_IFMT 0170000
#define S_IFSOCK 0140000
#define F_DUPFD 0
#define F_SETFD 2
#define F_DUPFD_CLOEXEC 1030
#define NAME_ROOM 256
#define SCRATCH_SIZE 16384
#define SCRATCH_LAST (SCRATCH_SIZE - MAX_PATH)
#define STASH_PATH 352

char LICENSE[] SEC("license") = "Dual BSD/GPL";

const volatile __s32 own_tgid = 0;

/* A variable of the .bss, alone in it, so that its offset is 0. */
struct shared_state shared;

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 8 * 1024 * 1024);
} ring SEC(".maps");

/*
 * Where records with texts are put together. How far is kept beside the bytes and not in a register: what comes from
 * memory is an unknown number to the verifier, so all rounds of a loop look alike to it and are verified once. In a
 * register the bounds of each round differ, and execs alone cost it 900,000 steps of the million it takes.
 */
struct scratch {
	__u64 end;
	__u8 bytes[SCRATCH_SIZE + MAX_PATH];
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct scratch);
} scratches SEC(".maps");

/* What was read at the entry of the call that a task is in; the record is completed in place at the exit. */
struct stash {
	__u32 kind;
	__u32 length;
	struct path_record record;
	union {
		char path[STASH_PATH];
		__u8 address[128];
	};
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

static __always_inline void wake(void)
{
	if (*(volatile __u32 *)&shared.need_wake) {
		*(volatile __u32 *)&shared.need_wake = 0;
		void *token = bpf_ringbuf_reserve(&ring, 8, 0);
		if (token)
			bpf_ringbuf_discard(token, BPF_RB_FORCE_WAKEUP);
	}
}

static __always_inline void publish(void *record)
{
	bpf_ringbuf_submit(record, BPF_RB_NO_WAKEUP);
	wake();
}

static __always_inline void publish_copy(void *record, __u64 size, __u32 class)
{
	if (bpf_ringbuf_output(&ring, record, size, BPF_RB_NO_WAKEUP)) {
		count_lost(class);
		return;
	}
	wake();
}

static __always_inline void publish_scratch(struct scratch *scratch, __u32 class)
{
	__u64 size = *(volatile __u64 *)&scratch->end;

	if (size > SCRATCH_SIZE) {
		count_lost(class);
		return;
	}
	publish_copy(scratch->bytes, size, class);
}

static __always_inline void fill(struct record_header *h, struct task_struct *task, __u16 kind, __u16 flags,
				 __s64 result)
{
	h->kind = kind;
	h->flags = flags;
	h->tgid = task->tgid;
	h->tid = task->pid;
	h->ppid = task->real_parent->tgid;
	h->boot_nanos = bpf_ktime_get_boot_ns();
	h->result = result;
	h->uid = task->cred->uid.val;
	h->gid = task->cred->gid.val;
	bpf_probe_read_kernel(h->comm, sizeof(h->comm), task->comm);
}

static __always_inline __u32 loss_class_of(__u32 kind)
{
	switch (kind) {
	case KIND_EXECVE:
	case KIND_EXECVEAT:
		return LOSS_EXEC;
	case KIND_OPEN:
	case KIND_OPENAT:
	case KIND_OPENAT2:
	case KIND_CREAT:
		return LOSS_OPEN;
	case KIND_CLOSE:
	case KIND_CLOSE_RANGE:
		return LOSS_CLOSE;
	case KIND_CONNECT:
	case KIND_ACCEPT:
	case KIND_ACCEPT4:
	case KIND_SOCKET:
		return LOSS_NET;
	case KIND_DUP:
	case KIND_DUP2:
	case KIND_DUP3:
	case KIND_FCNTL:
	case KIND_PIPE:
		return LOSS_DUP;
	case KIND_CLONE:
	case KIND_CLONE3:
	case KIND_FORK:
	case KIND_VFORK:
		return LOSS_FORK;
	default:
		return LOSS_OTHER;
	}
}

/* Arguments as the architecture passes them; a 32-bit task's are zero-extended. */
#if defined(__TARGET_ARCH_x86)
#define TS_COMPAT 2
#define CALL_NUMBER(regs) ((long)(regs)->orig_ax)
#define IS_COMPAT(task) ((task)->thread_info.status & TS_COMPAT)
#define ARG0(regs, c) ((c) ? (__u32)(regs)->bx : (regs)->di)
#define ARG1(regs, c) ((c) ? (__u32)(regs)->cx : (regs)->si)
#define ARG2(regs, c) ((c) ? (__u32)(regs)->dx : (regs)->dx)
#define ARG3(regs, c) ((c) ? (__u32)(regs)->si : (regs)->r10)
#elif defined(__TARGET_ARCH_arm64)
#define TIF_32BIT_BIT 22
#define CALL_NUMBER(regs) ((long)(regs)->syscallno)
#define IS_COMPAT(task) ((task)->thread_info.flags & (1UL << TIF_32BIT_BIT))
#define ARG0(regs, c) ((regs)->orig_x0)
#define ARG1(regs, c) ((regs)->regs[1])
#define ARG2(regs, c) ((regs)->regs[2])
#define ARG3(regs, c) ((regs)->regs[3])
#endif

static __always_inline __u32 wanted(long number, bool compat)
{
	if (number < 0 || number >= MAX_SYSCALLS)
		return 0;
	__u64 n = (__u64)number & (MAX_SYSCALLS - 1);
	return compat ? shared.wanted32[n] : shared.wanted[n];
}

static __always_inline bool takes_path(__u32 kind)
{
	return kind >= KIND_EXECVE && kind <= KIND_CREAT;
}

struct open_how_words {
	__u64 flags;
	__u64 mode;
};

/* Descriptor, flags and mode of a path call into the record; what is in memory may be unreadable yet. */
static __always_inline const void *path_arguments(struct path_record *r, struct pt_regs *regs, bool compat, __u32 kind)
{
	r->dirfd = -100;
	r->open_flags = 0;
	r->mode = 0;
	switch (kind) {
	case KIND_OPEN:
		r->open_flags = ARG1(regs, compat);
		r->mode = ARG2(regs, compat);
		return (const void *)ARG0(regs, compat);
	case KIND_CREAT:
		r->open_flags = 01 | 0100 | 01000;
		r->mode = ARG1(regs, compat);
		return (const void *)ARG0(regs, compat);
	case KIND_OPENAT:
		r->dirfd = (__s32)ARG0(regs, compat);
		r->open_flags = ARG2(regs, compat);
		r->mode = ARG3(regs, compat);
		return (const void *)ARG1(regs, compat);
	case KIND_OPENAT2: {
		struct open_how_words how = {};
		bpf_probe_read_user(&how, sizeof(how), (const void *)ARG2(regs, compat));
		r->dirfd = (__s32)ARG0(regs, compat);
		r->open_flags = how.flags;
		r->mode = how.mode;
		return (const void *)ARG1(regs, compat);
	}
	case KIND_EXECVEAT:
		r->dirfd = (__s32)ARG0(regs, compat);
		return (const void *)ARG1(regs, compat);
	default:
		return (const void *)ARG0(regs, compat);
	}
}

SEC("tp_btf/sys_enter")
int BPF_PROG(on_sys_enter, struct pt_regs *regs, long number)
{
	struct task_struct *task = bpf_get_current_task_btf();
	bool compat = IS_COMPAT(task);
	__u32 kind = wanted(number, compat);

	if (!takes_path(kind) && kind != KIND_CONNECT)
		return 0;
	if (task->tgid == own_tgid)
		return 0;
	struct stash *stash = bpf_task_storage_get(&stashes, task, 0, BPF_LOCAL_STORAGE_GET_F_CREATE);
	if (!stash) {
		/* The exit reads what it can and marks it so. */
		__sync_fetch_and_add(&counters()->no_stash, 1);
		return 0;
	}
	stash->kind = 0;
	if (kind == KIND_CONNECT) {
		__u64 length = ARG2(regs, compat);

		if (length > sizeof(stash->address))
			length = sizeof(stash->address);
		barrier_var(length);
		if (length > 0 && length <= sizeof(stash->address) &&
		    !bpf_probe_read_user(stash->address, length, (const void *)ARG1(regs, compat))) {
			stash->length = length;
			stash->kind = kind;
		}
		return 0;
	}
	const void *path = path_arguments(&stash->record, regs, compat, kind);
	long length = bpf_probe_read_user_str(stash->path, STASH_PATH, path);

	/* A path that fills the stash is longer than it, or just fits: the exit tells. */
	if (length > 0 && length < STASH_PATH) {
		stash->length = length - 1;
		stash->kind = kind;
	}
	return 0;
}

static __always_inline void report_path(struct task_struct *task, struct pt_regs *regs, __u32 kind, __u16 flags,
					long result)
{
	struct stash *stash = bpf_task_storage_get(&stashes, task, 0, 0);
	__u32 class = loss_class_of(kind);

	if (stash && stash->kind == kind) {
		__u64 length = stash->length;

		stash->kind = 0;
		if (length >= STASH_PATH)
			return;
		fill(&stash->record.h, task, kind, flags, result);
		stash->record.path_length = length;
		stash->record.pad = 0;
		barrier_var(length);
		if (length < STASH_PATH)
			publish_copy(&stash->record, sizeof(struct path_record) + length, class);
		return;
	}

	__u32 zero = 0;
	struct scratch *scratch = bpf_map_lookup_elem(&scratches, &zero);
	if (!scratch) {
		count_lost(class);
		return;
	}
	struct path_record *record = (struct path_record *)scratch->bytes;
	bool compat __attribute__((unused)) = flags & FLAG_COMPAT32;
	const void *path = path_arguments(record, regs, compat, kind);
	long read = -EFAULT;

	/* A new program's memory no longer holds what its predecessor asked for. */
	if (result < 0 || (kind != KIND_EXECVE && kind != KIND_EXECVEAT))
		read = bpf_probe_read_user_str(scratch->bytes + sizeof(*record), MAX_PATH, path);
	__u64 length = 0;
	if (read > 0) {
		length = read - 1;
		flags |= FLAG_PATH_AT_EXIT;
		if (read == MAX_PATH)
			flags |= FLAG_PATH_TRUNCATED;
	} else {
		flags |= FLAG_PATH_ABSENT;
		__sync_fetch_and_add(&counters()->path_absent, 1);
	}
	fill(&record->h, task, kind, flags, result);
	barrier_var(length);
	if (length >= MAX_PATH)
		length = 0;
	record->path_length = length;
	record->pad = 0;
	publish_copy(record, sizeof(struct path_record) + length, class);
}

static __always_inline struct file *file_of(struct task_struct *task, __s32 fd)
{
	struct fdtable *table = BPF_CORE_READ(task, files, fdt);
	struct file **slots;
	struct file *file = NULL;

	if (!table || fd < 0 || (__u32)fd >= BPF_CORE_READ(table, max_fds))
		return NULL;
	slots = BPF_CORE_READ(table, fd);
	bpf_probe_read_kernel(&file, sizeof(file), slots + fd);
	return file;
}

static __always_inline void report_socket(struct task_struct *task, struct pt_regs *regs, __u32 kind, __u16 flags,
					  long result)
{
	bool compat __attribute__((unused)) = flags & FLAG_COMPAT32;
	struct stash *stash = NULL;
	struct socket_record *r = bpf_ringbuf_reserve(&ring, sizeof(*r), 0);

	if (!r) {
		count_lost(LOSS_NET);
		return;
	}
	__builtin_memset(r, 0, sizeof(*r));
	if (kind == KIND_CONNECT) {
		r->fd = (__s32)ARG0(regs, compat);
		stash = bpf_task_storage_get(&stashes, task, 0, 0);
		if (stash && stash->kind == kind) {
			__u32 length = stash->length;

			stash->kind = 0;
			r->address_length = length;
			__builtin_memcpy(r->address, stash->address, sizeof(r->address));
		} else {
			__u64 length = ARG2(regs, compat);

			if (length > sizeof(r->address))
				length = sizeof(r->address);
			barrier_var(length);
			if (length > 0 && length <= sizeof(r->address) &&
			    !bpf_probe_read_user(r->address, length, (const void *)ARG1(regs, compat))) {
				r->address_length = length;
				flags |= FLAG_PATH_AT_EXIT;
			} else {
				flags |= FLAG_PATH_ABSENT;
				__sync_fetch_and_add(&counters()->path_absent, 1);
			}
		}
	} else {
		r->fd = (__s32)result;
		r->call_flags = kind == KIND_ACCEPT4 ? ARG3(regs, compat) : 0;
	}
	fill(&r->h, task, kind, flags, result);

	struct file *file = file_of(task, r->fd);
	if (file && (BPF_CORE_READ(file, f_inode, i_mode) & S_IFMT) == S_IFSOCK) {
		struct socket *socket = BPF_CORE_READ(file, private_data);
		struct sock *sock = BPF_CORE_READ(socket, sk);

		r->family = BPF_CORE_READ(sock, __sk_common.skc_family);
		r->protocol = BPF_CORE_READ(sock, sk_protocol);
		r->sock = (__u64)sock;
		if (r->family == AF_INET) {
			bpf_probe_read_kernel(r->local, 4, &sock->__sk_common.skc_rcv_saddr);
			bpf_probe_read_kernel(r->remote, 4, &sock->__sk_common.skc_daddr);
		} else if (r->family == AF_INET6) {
			bpf_probe_read_kernel(r->local, 16, &sock->__sk_common.skc_v6_rcv_saddr);
			bpf_probe_read_kernel(r->remote, 16, &sock->__sk_common.skc_v6_daddr);
		} else if (r->family == AF_UNIX) {
			struct unix_sock *us = (struct unix_sock *)sock;

			r->peer = (__u64)BPF_CORE_READ(us, peer);
			if (kind != KIND_CONNECT) {
				struct unix_address *address = BPF_CORE_READ(us, addr);
				__u64 length = address ? (__u32)BPF_CORE_READ(address, len) : 0;

				if (length > 110)
					length = 110;
				barrier_var(length);
				if (length > 0 && length <= 110) {
					bpf_probe_read_kernel(r->address, length, &address->name);
					r->address_length = length;
				}
			}
		}
		if (r->family == AF_INET || r->family == AF_INET6) {
			r->local_port = BPF_CORE_READ(sock, __sk_common.skc_num);
			r->remote_port = __builtin_bswap16(BPF_CORE_READ(sock, __sk_common.skc_dport));
		}
	}
	publish(r);
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
static __noinline void append_place(struct scratch *scratch, struct task_struct *task, struct dentry *dentry,
				    struct vfsmount *vfsmount)
{
	struct dentry *root = BPF_CORE_READ(task, fs, root.dentry);
	struct vfsmount *root_mount = BPF_CORE_READ(task, fs, root.mnt);
	__u64 first = *(volatile __u64 *)&scratch->end;

	for (int step = 0; step < 48; step++) {
		if (dentry == root && vfsmount == root_mount)
			return;
		if (dentry == BPF_CORE_READ(vfsmount, mnt_root)) {
			struct mount *mount = (void *)vfsmount - bpf_core_field_offset(struct mount, mnt);
			struct mount *above = BPF_CORE_READ(mount, mnt_parent);

			if (mount == above)
				return;
			dentry = BPF_CORE_READ(mount, mnt_mountpoint);
			vfsmount = (void *)above + bpf_core_field_offset(struct mount, mnt);
			continue;
		}
		struct dentry *above = BPF_CORE_READ(dentry, d_parent);

		if (dentry == above)
			return;
		if (*(volatile __u64 *)&scratch->end - first > MAX_PATH - NAME_ROOM ||
		    !append_name(scratch, BPF_CORE_READ(dentry, d_name.name)))
			break;
		dentry = above;
	}
	__u64 end = *(volatile __u64 *)&scratch->end;
	if (end <= SCRATCH_LAST) {
		__builtin_memcpy(scratch->bytes + end, "...", 4);
		scratch->end = end + 4;
	}
}

static __always_inline void report_directory(struct task_struct *task, struct pt_regs *regs, __u32 kind, __u16 flags,
					     long result)
{
	__u32 zero = 0;
	struct scratch *scratch = bpf_map_lookup_elem(&scratches, &zero);

	if (!scratch) {
		count_lost(LOSS_OTHER);
		return;
	}
	struct directory_record *r = (struct directory_record *)scratch->bytes;

	fill(&r->h, task, kind, flags, result);
	r->fd = kind == KIND_FCHDIR ? (__s32)ARG0(regs, flags & FLAG_COMPAT32) : -1;
	r->pad = 0;
	scratch->end = sizeof(*r);
	append_place(scratch, task, BPF_CORE_READ(task, fs, pwd.dentry), BPF_CORE_READ(task, fs, pwd.mnt));
	r->directory_length = scratch->end - sizeof(*r);
	publish_scratch(scratch, LOSS_OTHER);
}

static __always_inline void report_args(struct task_struct *task, __u32 kind, __u16 flags, long result, __u64 a,
					__u64 b, __u64 c, __u32 class)
{
	struct args_record *r = bpf_ringbuf_reserve(&ring, sizeof(*r), 0);

	if (!r) {
		count_lost(class);
		return;
	}
	fill(&r->h, task, kind, flags, result);
	r->args[0] = a;
	r->args[1] = b;
	r->args[2] = c;
	publish(r);
}

SEC("tp_btf/sys_exit")
int BPF_PROG(on_sys_exit, struct pt_regs *regs, long result)
{
	struct task_struct *task = bpf_get_current_task_btf();
	bool compat = IS_COMPAT(task);
	__u32 kind = wanted(CALL_NUMBER(regs), compat);

	if (!kind || task->tgid == own_tgid)
		return 0;
	__u16 flags = compat ? FLAG_COMPAT32 : 0;
	__u64 a = ARG0(regs, compat), b = ARG1(regs, compat), c = ARG2(regs, compat);

	switch (kind) {
	case KIND_EXECVE:
	case KIND_EXECVEAT:
	case KIND_OPEN:
	case KIND_OPENAT:
	case KIND_OPENAT2:
	case KIND_CREAT:
		report_path(task, regs, kind, flags, result);
		return 0;
	case KIND_CONNECT:
	case KIND_ACCEPT:
	case KIND_ACCEPT4:
		report_socket(task, regs, kind, flags, result);
		return 0;
	case KIND_CHDIR:
	case KIND_FCHDIR:
		report_directory(task, regs, kind, flags, result);
		return 0;
	case KIND_FCNTL:
		if (b != F_DUPFD && b != F_DUPFD_CLOEXEC && b != F_SETFD)
			return 0;
		break;
	case KIND_PIPE: {
		__s32 ends[2] = { -1, -1 };

		if (result < 0)
			return 0;
		bpf_probe_read_user(ends, sizeof(ends), (const void *)a);
		c = b;
		a = (__u32)ends[0];
		b = (__u32)ends[1];
		break;
	}
	case KIND_CLONE3: {
		__u64 clone_flags = 0;

		/* The child's first return has the caller's registers too. */
		bpf_probe_read_user(&clone_flags, sizeof(clone_flags), (const void *)a);
		a = clone_flags;
		break;
	}
	default:
		break;
	}
	report_args(task, kind, flags, result, a, b, c, loss_class_of(kind));
	return 0;
}

static __always_inline struct kernfs_node *above(struct kernfs_node *node)
{
	struct kernfs_node___since_6_15 *now = (void *)node;
	struct kernfs_node___before_6_15 *then = (void *)node;

	if (bpf_core_field_exists(now->__parent))
		return BPF_CORE_READ(now, __parent);
	return BPF_CORE_READ(then, parent);
}

static __always_inline struct kernfs_node *node_of(struct task_struct *task, int subsystem)
{
	struct cgroup_subsys_state *state = NULL;

	bpf_core_read(&state, sizeof(state), &task->cgroups->subsys[subsystem & 15]);
	return BPF_CORE_READ(state, cgroup, kn);
}

/* The cgroup as its innermost eight names; of the v2 tree, or of a v1 controller where the v2 tree is not in use. */
static __always_inline void append_cgroup(struct scratch *scratch, struct task_struct *task)
{
	struct kernfs_node *node = BPF_CORE_READ(task, cgroups, dfl_cgrp, kn);

	if (!above(node) && bpf_core_enum_value_exists(enum cgroup_subsys_id, memory_cgrp_id))
		node = node_of(task, bpf_core_enum_value(enum cgroup_subsys_id, memory_cgrp_id));
	if (!above(node) && bpf_core_enum_value_exists(enum cgroup_subsys_id, pids_cgrp_id))
		node = node_of(task, bpf_core_enum_value(enum cgroup_subsys_id, pids_cgrp_id));
	for (int level = 0; level < 8; level++) {
		struct kernfs_node *next = above(node);

		if (!next || !append_name(scratch, BPF_CORE_READ(node, name)))
			return;
		node = next;
	}
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
	struct mm_struct *mm = task->mm;
	struct file *exe = BPF_CORE_READ(mm, exe_file);
	__u64 end, start = sizeof(*r);
	__u16 flags = 0;

	r->loginuid = bpf_core_field_exists(task->loginuid) ? BPF_CORE_READ(task, loginuid.val) : (__u32)-1;
	scratch->end = start;
	append_cgroup(scratch, task);
	end = *(volatile __u64 *)&scratch->end;
	r->cgroup_length = end - start;
	start = end;
	if (exe)
		append_place(scratch, task, BPF_CORE_READ(exe, f_path.dentry), BPF_CORE_READ(exe, f_path.mnt));
	end = *(volatile __u64 *)&scratch->end;
	r->exe_length = end - start;
	start = end;
	append_place(scratch, task, BPF_CORE_READ(task, fs, pwd.dentry), BPF_CORE_READ(task, fs, pwd.mnt));
	end = *(volatile __u64 *)&scratch->end;
	r->cwd_length = end - start;

	__u64 from = BPF_CORE_READ(mm, arg_start);
	__u64 length = BPF_CORE_READ(mm, arg_end) - from;
	if (length > MAX_ARGS) {
		length = MAX_ARGS;
		flags |= FLAG_ARGS_TRUNCATED;
	}
	barrier_var(length);
	if (end > SCRATCH_LAST || length > MAX_ARGS || length == 0 ||
	    bpf_probe_read_user(scratch->bytes + end, length, (const void *)from))
		length = 0;
	r->args_length = length;
	scratch->end = end + length;
	r->pad = 0;
	fill(&r->h, task, KIND_EXEC_STATE, flags, 0);
	publish_scratch(scratch, LOSS_EXEC);
	return 0;
}

SEC("tp_btf/sched_process_fork")
int BPF_PROG(on_fork, struct task_struct *parent, struct task_struct *child)
{
	/* A thread shares everything that is kept here with its process. */
	if (parent->tgid == child->tgid)
		return 0;
	struct fork_record *r = bpf_ringbuf_reserve(&ring, sizeof(*r), 0);
	if (!r) {
		count_lost(LOSS_FORK);
		return 0;
	}
	__u16 flags = (parent->files == child->files ? FLAG_SHARED_FILES : 0) |
		      (parent->fs == child->fs ? FLAG_SHARED_FS : 0);

	fill(&r->h, parent, KIND_FORK_STATE, flags, child->tgid);
	r->child_tgid = child->tgid;
	r->child_ppid = child->real_parent->tgid;
	publish(r);
	return 0;
}

SEC("tp_btf/sched_process_exit")
int BPF_PROG(on_exit, struct task_struct *task)
{
	__u16 flags = task->signal->live.counter == 0 ? FLAG_GROUP_DEAD : 0;

	if ((!flags && !shared.all_thread_exits) || task->tgid == own_tgid)
		return 0;
	report_args(task, KIND_PROCEXIT, flags, 0, (__u32)task->exit_code, 0, 0, LOSS_EXIT);
	return 0;
}
