/** The job engine: words, submission, workers, and the in-memory store. */
module io.runasjob.core {
    requires org.slf4j;
    requires com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.datatype.jdk8;
    requires com.fasterxml.jackson.datatype.jsr310;
    requires static java.compiler;
    requires static transitive org.jspecify;

    exports io.runasjob;
    exports io.runasjob.annotation;
    exports io.runasjob.job;
    exports io.runasjob.memory;
    exports io.runasjob.retry;
    exports io.runasjob.spi;

    provides javax.annotation.processing.Processor with
            io.runasjob.annotation.processing.RunAsJobProcessor;
}
