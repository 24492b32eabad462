package io.runasjob.examples.documents;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One Java snippet of a page. A snippet that declares a type is a source file; any other is the body of a method, whose
 * parameters stand in a comment above it: {@code <!-- given: JobService jobs, JobId id -->}. A snippet with imports has these
 * and no others; any other sees all packages of the library and the usual ones of the JDK.
 *
 * @param number its position on the page, from 1
 * @param given parameters of the method
 * @param code what the page shows
 */
record Snippet(int number, String given, String code) {
    private static final Pattern TYPE = Pattern.compile(
            "^(?:public |final |abstract |sealed )*(?:class|record|interface|enum) (\\w+)", Pattern.MULTILINE);

    private static final String IMPORTS = """
            import com.mongodb.client.ClientSession;
            import com.mongodb.client.MongoClient;
            import com.mongodb.client.MongoCollection;
            import io.runasjob.*;
            import io.runasjob.annotation.*;
            import io.runasjob.jdbc.*;
            import io.runasjob.job.*;
            import io.runasjob.job.OnDuplicate;
            import io.runasjob.memory.*;
            import io.runasjob.mongo.*;
            import io.runasjob.retry.*;
            import io.runasjob.spi.*;
            import io.runasjob.spi.JobControl.*;
            import java.io.*;
            import java.net.SocketTimeoutException;
            import java.sql.Connection;
            import java.sql.PreparedStatement;
            import java.sql.SQLException;
            import java.time.*;
            import java.util.*;
            import java.util.concurrent.CompletableFuture;
            import javax.sql.DataSource;
            import org.bson.Document;
            import org.jooq.DSLContext;
            """;

    /** Name of the type that it declares, or of the class around its statements. */
    String className() {
        Matcher type = TYPE.matcher(code);
        return type.find() ? type.group(1) : "Snippet" + number;
    }

    boolean hasMain() {
        return code.contains("static void main(String[] args)");
    }

    /** As a source file. */
    String source(String packageName) {
        String head = "package " + packageName + ";\n" + (code.contains("import ") ? "" : IMPORTS);
        if (TYPE.matcher(code).find()) {
            return head + code;
        }
        String method = "void run(" + given + ") throws Exception {\n" + code + "\n}";
        return head + "final class " + className() + " {\n" + method + "\n}\n";
    }
}
