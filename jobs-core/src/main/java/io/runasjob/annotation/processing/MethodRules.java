package io.runasjob.annotation.processing;

import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.VariableElement;

/** Whether a method can be called as a job at all. */
final class MethodRules {
    private static final int MOST_PARAMETERS = 5;

    private final Complaints complaints;
    private final JsonRules json;

    MethodRules(Complaints complaints, JsonRules json) {
        this.complaints = complaints;
        this.json = json;
    }

    void check(JobElement job) {
        checkModifiers(job);
        checkHost(job);
        checkContext(job);
        checkConnection(job);
        checkNumber(job);
        checkTypes(job);
    }

    private void checkModifiers(JobElement job) {
        Set<Modifier> modifiers = job.method().getModifiers();
        if (modifiers.contains(Modifier.STATIC)) {
            complain(job, "is static: expected an instance method. Remove 'static' and register an object.");
        }
        if (modifiers.contains(Modifier.PRIVATE)) {
            complain(job, "is private: expected a method that the engine can call. Remove 'private'.");
        }
        if (modifiers.contains(Modifier.ABSTRACT)) {
            complain(job, "is abstract: expected a method with a body. Annotate the method that implements it.");
        }
    }

    private void checkHost(JobElement job) {
        for (Element type = job.host(); type != null && isType(type); type = type.getEnclosingElement()) {
            if (type.getModifiers().contains(Modifier.PRIVATE)) {
                complain(
                        job,
                        "stands in the private class " + type.getSimpleName()
                                + ": expected a class that its package can name. Remove 'private' from the class.");
            }
        }
    }

    private void checkContext(JobElement job) {
        for (VariableElement parameter : job.arguments()) {
            if (JobElement.isContext(parameter)) {
                complaints.at(
                        parameter,
                        "Parameter '" + parameter.getSimpleName() + "' of " + job.words()
                                + " is a JobContext that is not the last: expected at most one, at the end. Move it.");
            }
        }
    }

    private void checkConnection(JobElement job) {
        for (VariableElement parameter : job.arguments()) {
            if (JobElement.isConnection(parameter)) {
                complaints.at(
                        parameter,
                        "Parameter '" + parameter.getSimpleName() + "' of " + job.words() + " is a Connection in"
                                + " another place: expected at most one, as the last parameter or just before the"
                                + " JobContext. Move it.");
            }
        }
    }

    private void checkNumber(JobElement job) {
        int number = job.arguments().size();
        if (number > MOST_PARAMETERS) {
            complain(
                    job,
                    "has " + number + " parameters: expected at most " + MOST_PARAMETERS
                            + " besides Connection and JobContext. Put them into a record.");
        }
    }

    private void checkTypes(JobElement job) {
        List<? extends VariableElement> arguments = job.arguments();
        for (VariableElement parameter : arguments) {
            if (!JobElement.isContext(parameter) && !JobElement.isConnection(parameter)) {
                json.refusal(parameter.asType(), job.host())
                        .ifPresent(why -> complaints.at(
                                parameter,
                                "Parameter '" + parameter.getSimpleName() + "' of " + job.words()
                                        + " cannot be stored as JSON: " + why));
            }
        }
        json.refusal(job.method().getReturnType(), job.host())
                .ifPresent(why -> complain(job, "has a result that cannot be stored as JSON: " + why));
    }

    private void complain(JobElement job, String fault) {
        complaints.at(job.method(), "The job method " + job.words() + " " + fault);
    }

    private static boolean isType(Element element) {
        return element.getKind().isClass() || element.getKind().isInterface();
    }
}
