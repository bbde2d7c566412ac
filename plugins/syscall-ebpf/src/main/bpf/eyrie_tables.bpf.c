// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/*
 * Tells what the processes that are there have open and where they are, at the beginning only: two iterators, read
 * through descriptors once and unloaded. What they write is laid out in struct table_record, the same on the Java side
 * (TableRecord).
 */
#include "kernel_types.h"

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

#define MAX_PATH 4096
#define MAX_NAME 108
#define O_CLOEXEC 02000000
#define AF_UNIX 1
#define AF_INET 2
#define AF_INET6 10

/* Members that the program of system calls has no use for; what stands behind ___ is not part of the kernel's name. */
#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct seq_file {
	void *private;
};

struct bpf_iter_meta {
	struct seq_file *seq;
};

struct bpf_iter__task {
	struct bpf_iter_meta *meta;
	struct task_struct *task;
};

struct bpf_iter__task_file {
	struct bpf_iter_meta *meta;
	struct task_struct *task;
	__u32 fd;
	struct file *file;
};

struct file___tables {
	unsigned int f_flags;
};

struct super_block___tables {
	unsigned int s_dev;
};

struct fdtable___tables {
	unsigned long *close_on_exec;
};

struct ns_common___tables {
	unsigned int inum;
};

struct net___tables {
	struct ns_common___tables ns;
};

struct possible_net___tables {
	struct net___tables *net;
};

struct sock_common___tables {
	unsigned char skc_state;
	struct possible_net___tables skc_net;
};

struct sock___tables {
	struct sock_common___tables __sk_common;
	__u16 sk_type;
};

#pragma clang attribute pop

struct table_record {
	__u32 size;
	__u32 pid;
	__u32 fd;
	__u32 flags;
	__u32 mode;
	__u32 device;
	__u64 inode;
	__u64 socket;
	__u64 peer;
	__u32 network;
	__u16 family;
	__u16 protocol;
	__u16 type;
	__u16 state;
	__u16 local_port;
	__u16 remote_port;
	__u8 local[16];
	__u8 remote[16];
	__u16 name_length;
	__u16 path_length;
	char name[MAX_NAME];
	char path[MAX_PATH];
};

#define HEAD ((__u32)(__u64) & ((struct table_record *)0)->path)

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct table_record);
} scratch SEC(".maps");

static __always_inline struct table_record *begin(struct task_struct *task)
{
	__u32 zero = 0;
	struct table_record *record = bpf_map_lookup_elem(&scratch, &zero);

	if (record) {
		__builtin_memset(record, 0, HEAD);
		record->pid = task->tgid;
	}
	return record;
}

static __always_inline int end(struct bpf_iter_meta *meta, struct table_record *record, long length)
{
	__u32 kept = length > 1 && length <= MAX_PATH ? (__u32)length - 1 : 0;

	kept &= MAX_PATH - 1;
	record->path_length = kept;
	record->size = HEAD + kept;
	bpf_seq_write(meta->seq, record, HEAD + kept);
	return 0;
}

static __always_inline void unix_ends(struct sock *sk, struct table_record *record)
{
	struct unix_sock *ends = (struct unix_sock *)sk;
	struct unix_address *address = BPF_CORE_READ(ends, addr);
	int length;

	record->peer = (__u64)BPF_CORE_READ(ends, peer);
	if (!address)
		return;
	length = BPF_CORE_READ(address, len) - 2;
	if (length <= 0)
		return;
	record->name_length = length > MAX_NAME ? MAX_NAME : length;
	bpf_core_read(record->name, MAX_NAME, &address->name[0].sun_path);
}

static __always_inline void socket_ends(struct sock *sk, struct table_record *record)
{
	struct sock___tables *more = (struct sock___tables *)sk;

	record->socket = (__u64)sk;
	record->family = BPF_CORE_READ(sk, __sk_common.skc_family);
	record->protocol = BPF_CORE_READ(sk, sk_protocol);
	record->type = BPF_CORE_READ(more, sk_type);
	record->state = BPF_CORE_READ(more, __sk_common.skc_state);
	record->network = BPF_CORE_READ(more, __sk_common.skc_net.net, ns.inum);
	if (record->family == AF_UNIX) {
		unix_ends(sk, record);
	} else if (record->family == AF_INET || record->family == AF_INET6) {
		record->local_port = BPF_CORE_READ(sk, __sk_common.skc_num);
		record->remote_port = __builtin_bswap16(BPF_CORE_READ(sk, __sk_common.skc_dport));
		if (record->family == AF_INET) {
			bpf_core_read(record->local, 4, &sk->__sk_common.skc_rcv_saddr);
			bpf_core_read(record->remote, 4, &sk->__sk_common.skc_daddr);
		} else {
			bpf_core_read(record->local, 16, &sk->__sk_common.skc_v6_rcv_saddr);
			bpf_core_read(record->remote, 16, &sk->__sk_common.skc_v6_daddr);
		}
	}
}

static __always_inline bool closed_by_exec(struct task_struct *task, __u32 fd)
{
	struct fdtable___tables *table = (struct fdtable___tables *)BPF_CORE_READ(task, files, fdt);
	unsigned long *bits = BPF_CORE_READ(table, close_on_exec);
	unsigned long word = 0;

	bpf_probe_read_kernel(&word, sizeof(word), bits + fd / 64);
	return word >> (fd % 64) & 1;
}

SEC("iter/task_file")
int descriptors(struct bpf_iter__task_file *ctx)
{
	struct task_struct *task = ctx->task;
	struct file *file = ctx->file;
	struct super_block___tables *mount;
	struct table_record *record;
	struct socket *socket;

	if (!task || !file || task->pid != task->tgid)
		return 0;
	record = begin(task);
	if (!record)
		return 0;
	record->fd = ctx->fd;
	record->flags = BPF_CORE_READ((struct file___tables *)file, f_flags) & ~O_CLOEXEC;
	if (closed_by_exec(task, ctx->fd))
		record->flags |= O_CLOEXEC;
	record->inode = BPF_CORE_READ(file, f_inode, i_ino);
	record->mode = BPF_CORE_READ(file, f_inode, i_mode);
	mount = (struct super_block___tables *)BPF_CORE_READ(file, f_inode, i_sb);
	record->device = BPF_CORE_READ(mount, s_dev);
	socket = bpf_sock_from_file(file);
	if (socket) {
		struct sock *sk = BPF_CORE_READ(socket, sk);

		if (sk)
			socket_ends(sk, record);
	}
	return end(ctx->meta, record, bpf_d_path(&file->f_path, record->path, MAX_PATH));
}

SEC("iter/task")
int directories(struct bpf_iter__task *ctx)
{
	struct task_struct *task = ctx->task;
	struct table_record *record;
	struct fs_struct *fs;

	if (!task || task->pid != task->tgid)
		return 0;
	fs = task->fs;
	if (!fs)
		return 0;
	record = begin(task);
	if (!record)
		return 0;
	return end(ctx->meta, record, bpf_d_path(&fs->pwd, record->path, MAX_PATH));
}
