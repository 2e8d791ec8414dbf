/* What a process is told by its machine, changed from outside while it runs: preloaded into PostgreSQL and Node. A file of four numbers,
   shared by mmap, says how far its clock is off, how long a write to disk takes to be safe, with which error that fails, and whether it
   is only said to be done. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

struct machine { int64_t clock_ms; int64_t sync_ms; int64_t sync_errno; int64_t sync_lies; };
static volatile struct machine *machine;

__attribute__((constructor)) static void open_machine(void) {
  const char *path = getenv("FAULTY_MACHINE");
  int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
  if (file < 0) return;
  void *at = mmap(NULL, sizeof(struct machine), PROT_READ, MAP_SHARED, file, 0);
  close(file);
  if (at != MAP_FAILED) machine = at;
}

#define REAL(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

int clock_gettime(clockid_t clock, struct timespec *at) {
  REAL(clock_gettime);
  int result = real(clock, at);
  if (result == 0 && machine && machine->clock_ms && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
    int64_t ns = at->tv_nsec + (machine->clock_ms % 1000) * 1000000;
    at->tv_sec += machine->clock_ms / 1000;
    if (ns < 0) { ns += 1000000000; at->tv_sec -= 1; }
    if (ns >= 1000000000) { ns -= 1000000000; at->tv_sec += 1; }
    at->tv_nsec = ns;
  }
  return result;
}

int gettimeofday(struct timeval *restrict at, void *restrict zone) {
  (void)zone;
  struct timespec now;
  int result = clock_gettime(CLOCK_REALTIME, &now);
  at->tv_sec = now.tv_sec;
  at->tv_usec = now.tv_nsec / 1000;
  return result;
}

time_t time(time_t *at) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (at) *at = now.tv_sec;
  return now.tv_sec;
}

/* 1: go on to the disk. */
static int before_sync(int *result) {
  if (!machine) return 1;
  if (machine->sync_ms) usleep(machine->sync_ms * 1000);
  *result = 0;
  if (machine->sync_errno) { errno = (int)machine->sync_errno; *result = -1; return 0; }
  return !machine->sync_lies;
}

int fsync(int file) {
  REAL(fsync);
  int result;
  return before_sync(&result) ? real(file) : result;
}

int fdatasync(int file) {
  REAL(fdatasync);
  int result;
  return before_sync(&result) ? real(file) : result;
}
