// SPDX-License-Identifier: Apache-2.0
/*
 * What the kernel program costs the one who makes a call: processor time of calls, alone, with the program attached and
 * nothing switched on, and with opens and closes switched on as upstream's stable rules have them.
 *
 *   kernel-cost OBJECT...      objects of the kernel program (eyrie_syscall.*.bpf.o)
 *
 * Each figure is the fastest of many short rounds, which other jobs of the machine disturb least. The ring is emptied
 * between rounds without being read. Needs root; no other agent may run.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <linux/types.h>

#include "eyrie_events.h"

#define ROUNDS 150
#define CALLS 1000
#define PAGE 4096

static char path[] = "/tmp/eyrie-kernel-cost-XXXXXX";
static char buffer[256];
static int file;
static volatile uint64_t *consumer[2], *producer[2];

static void fail(const char *what)
{
	perror(what);
	unlink(path);
	exit(1);
}

static void parent(void)
{
	syscall(SYS_getppid);
}

static void read_file(void)
{
	if (pread(file, buffer, sizeof(buffer), 0) < 0)
		fail("pread");
}

static void close_nothing(void)
{
	close(-1);
}

static void open_close(void)
{
	int opened = syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC);

	if (opened < 0)
		fail("openat");
	close(opened);
}

static const struct {
	const char *name;
	void (*make)(void);
} calls[] = {
	{"getppid", parent},
	{"pread of 256 bytes", read_file},
	{"close that fails", close_nothing},
	{"open and close", open_close},
};

#define KINDS (sizeof(calls) / sizeof(calls[0]))

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
	return time.tv_sec * 1e9 + time.tv_nsec;
}

static void empty_rings(void)
{
	for (int i = 0; i < 2; i++)
		if (producer[i])
			*consumer[i] = *producer[i];
}

/* Nanoseconds per call of each kind. */
static void measure(double *result)
{
	for (unsigned kind = 0; kind < KINDS; kind++) {
		double best = 1e18;

		for (int round = 0; round < ROUNDS; round++) {
			empty_rings();
			double before = now();

			for (int i = 0; i < CALLS; i++)
				calls[kind].make();
			double each = (now() - before) / CALLS;
			if (each < best)
				best = each;
		}
		result[kind] = best;
	}
	empty_rings();
}

static void *map(struct bpf_object *object, const char *name, size_t size, int protection, off_t at)
{
	void *mapped = mmap(NULL, size, protection, MAP_SHARED,
			    bpf_map__fd(bpf_object__find_map_by_name(object, name)), at);

	if (mapped == MAP_FAILED)
		fail(name);
	return mapped;
}

static void measure_program(const char *from, const double *alone)
{
	static const struct call_plan opens = {
		.flags = PLAN_PATH,
		.loss_class = LOSS_OPEN,
		.entry = ENTRY_TEXT,
		.sections_used = 3,
		.sections = {{SECTION_TEXT, 1, ARG_NONE, SECTION_AT_ENTRY, 0, 0},
			     {SECTION_FILE, ARG_RESULT, ARG_NONE, SECTION_IF_DONE, 0, 0},
			     {SECTION_PLACE, ARG_RESULT, ARG_NONE, SECTION_IF_DONE | SECTION_IF_CHANGED, 0, 0}},
	};
	static const struct call_plan closes = {.flags = PLAN_FOLD, .loss_class = LOSS_CLOSE};
	static const char *const rings[] = {"ring", "processes"};
	struct bpf_object *object = bpf_object__open_file(from, NULL);
	struct bpf_link *links[16];
	struct bpf_program *program;
	double idle[KINDS], watched[KINDS];
	int attached = 0;

	if (!object || bpf_object__load(object))
		fail(from);
	size_t size = (sizeof(struct shared_state) + PAGE - 1) / PAGE * PAGE;
	struct shared_state *shared = map(object, ".bss", size, PROT_READ | PROT_WRITE, 0);
	for (int i = 0; i < 2; i++) {
		consumer[i] = map(object, rings[i], PAGE, PROT_READ | PROT_WRITE, 0);
		producer[i] = map(object, rings[i], PAGE, PROT_READ, PAGE);
	}
	bpf_object__for_each_program(program, object) {
		links[attached] = bpf_program__attach(program);
		if (!links[attached++])
			fail("attach");
	}
	measure(idle);
	shared->plans[SYS_openat] = opens;
	shared->plans[SYS_close] = closes;
	shared->folding = 1;
	shared->wanted[SYS_openat] = WANTED_ENTRY | WANTED_EXIT;
	shared->wanted[SYS_close] = WANTED_EXIT;
	measure(watched);

	printf("%s, lost %llu\n%-20s %8s %8s %8s   ns of processor time\n", from, (unsigned long long)shared->lost_total, "",
	       "alone", "attached", "watched");
	for (unsigned kind = 0; kind < KINDS; kind++)
		printf("%-20s %8.0f %8.0f %8.0f\n", calls[kind].name, alone[kind], idle[kind], watched[kind]);
	while (attached)
		bpf_link__destroy(links[--attached]);
	memset(consumer, 0, sizeof(consumer));
	memset(producer, 0, sizeof(producer));
	bpf_object__close(object);
}

int main(int count, char **objects)
{
	double alone[KINDS];
	cpu_set_t last;

	CPU_ZERO(&last);
	CPU_SET(sysconf(_SC_NPROCESSORS_ONLN) - 1, &last);
	sched_setaffinity(0, sizeof(last), &last);
	file = mkstemp(path);
	if (file < 0 || write(file, buffer, sizeof(buffer)) != sizeof(buffer))
		fail(path);
	measure(alone);
	for (int i = 1; i < count; i++)
		measure_program(objects[i], alone);
	unlink(path);
	return 0;
}
