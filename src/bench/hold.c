/*
 * Simulates a slow disk: preloaded into a server, it delays the return of every fsync and fdatasync by FLUSH_MICROS. With
 * FLUSH_QUEUE, the name of a file to lock, the delays of all processes run one after another.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static int hold(long result) {
    const char *text = getenv("FLUSH_MICROS");
    const char *queue = getenv("FLUSH_QUEUE");
    long micros = text ? atol(text) : 0;
    struct timespec pause = {micros / 1000000, micros % 1000000 * 1000};
    int turn = queue ? open(queue, O_RDONLY | O_CLOEXEC) : -1;
    if (turn >= 0) {
        flock(turn, LOCK_EX);
    }
    nanosleep(&pause, 0);
    if (turn >= 0) {
        close(turn);
    }
    return (int) result;
}

int fsync(int file) {
    return hold(syscall(SYS_fsync, file));
}

int fdatasync(int file) {
    return hold(syscall(SYS_fdatasync, file));
}
