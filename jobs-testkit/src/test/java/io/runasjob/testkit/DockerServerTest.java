package io.runasjob.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** With a script in the place of Docker, which notes what it was told. */
@DisabledOnOs(OS.WINDOWS)
class DockerServerTest {
    @TempDir
    private Path folder;

    private Path program;

    private String script(String... lines) throws IOException {
        program = folder.resolve("docker");
        Files.writeString(
                program,
                "#!/bin/sh\necho \"$@\" >> " + folder.resolve("told") + "\n" + String.join("\n", lines) + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program.toString();
    }

    private static DockerServer start(String program) throws IOException {
        return DockerServer.start(program, "db:9", 3306, List.of("-e", "PASSWORD=x"), List.of("--fast"));
    }

    @Test
    void a_server_listens_on_a_free_port_of_the_loopback_address() throws IOException {
        String docker = script(
                "case $1 in run) echo Pulling db:9; echo 1a2b3c;; port) echo 127.0.0.1:49153;; exec) echo ready;; esac");
        DockerServer server = start(docker);

        assertThat(server.port()).isEqualTo(49_153);
        assertThat(server.run(List.of("ping", "it"))).isEqualTo("ready\n");
        assertThat(folder.resolve("told")).hasContent("""
                version
                run -d --rm -p 127.0.0.1::3306 -e PASSWORD=x db:9 --fast
                port 1a2b3c 3306/tcp
                exec 1a2b3c ping it
                """);
    }

    @Test
    void what_docker_refuses_is_told_in_its_words() throws IOException {
        String docker = script("if [ $1 = run ]; then echo no such image >&2; exit 125; fi");

        assertThatThrownBy(() -> start(docker))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(" run -d ")
                .hasMessageEndingWith("db:9 --fast ended with 125: no such image");
    }

    @Test
    void where_there_is_no_docker_that_is_said() {
        assertThatThrownBy(() -> start("/nowhere/docker"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/nowhere/docker");
    }
}
