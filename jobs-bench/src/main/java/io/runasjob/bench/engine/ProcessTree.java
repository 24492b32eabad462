package io.runasjob.bench.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/** The CPU time of a process and of all that it has started, ended ones included; on Linux, elsewhere empty. */
record ProcessTree(long root) {
    private static final long NANOS_PER_TICK = 10_000_000;
    private static final int USER = 11;
    private static final int ENDED_SYSTEM = 14;

    /** The process that started this one. */
    static OptionalLong parentOf(long process) {
        return ProcessHandle.of(process)
                .flatMap(ProcessHandle::parent)
                .map(parent -> OptionalLong.of(parent.pid()))
                .orElse(OptionalLong.empty());
    }

    OptionalLong cpuNanos() {
        if (!Files.exists(Path.of("/proc/self/stat"))) {
            return OptionalLong.empty();
        }
        LongStream children = ProcessHandle.of(root).stream()
                .flatMap(ProcessHandle::descendants)
                .mapToLong(ProcessHandle::pid);
        long ticks = LongStream.concat(LongStream.of(root), children)
                .map(ProcessTree::ticks)
                .sum();
        return OptionalLong.of(ticks * NANOS_PER_TICK);
    }

    /** User and system time, and those of children that have ended and were waited for. */
    private static long ticks(long process) {
        try {
            String line = Files.readString(Path.of("/proc", Long.toString(process), "stat"));
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
            long sum = 0;
            for (int field = USER; field <= ENDED_SYSTEM; field++) {
                sum += Long.parseLong(fields[field]);
            }
            return sum;
        } catch (NoSuchFileException e) {
            return 0; // ended meanwhile: its time is with its parent
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
