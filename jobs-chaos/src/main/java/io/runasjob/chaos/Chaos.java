package io.runasjob.chaos;

import java.nio.file.Files;

/**
 * The long form, {@code mvn -Pchaos -Dengine=postgresql -Dkills=200 -Dpauses=100 -Dcuts=40}: prints the table, and exits with 1
 * when a property is violated.
 */
public final class Chaos {
    private Chaos() {}

    /** Runs it, as the system properties say. */
    public static void main(String[] arguments) throws Exception {
        Settings settings = Settings.fromProperties();
        Files.createDirectories(settings.folder());
        System.setProperty(
                "org.slf4j.simpleLogger.logFile",
                settings.folder().resolve("controller.out").toString());
        System.out.println("Seed " + settings.seed() + ", logs in " + settings.folder());
        Report report = new ChaosRun(settings).run();
        report.lines().forEach(System.out::println);
        Files.write(settings.folder().resolve("report.txt"), report.lines());
        System.exit(report.isGood() ? 0 : 1);
    }
}
