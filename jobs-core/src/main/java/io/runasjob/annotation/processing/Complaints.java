package io.runasjob.annotation.processing;

import javax.annotation.processing.Messager;
import javax.lang.model.element.Element;
import javax.tools.Diagnostic.Kind;

/** Errors of the compilation, each at the element that has to be corrected. */
final class Complaints {
    private final Messager messager;
    private int count;

    Complaints(Messager messager) {
        this.messager = messager;
    }

    /** How many there were so far. */
    int count() {
        return count;
    }

    /** Complains at an element; the message says what came, what was expected and what to do. */
    void at(Element element, String message) {
        count++;
        messager.printMessage(Kind.ERROR, message, element);
    }

    /** Complains at one value of the annotation, or at all of it when the source does not state the value. */
    void at(JobElement job, String value, String message) {
        count++;
        messager.printMessage(Kind.ERROR, message, job.method(), job.annotation(), job.statedOrNull(value));
    }

    /** Says something that is no fault of the user's and breaks nothing. */
    void note(String message) {
        messager.printMessage(Kind.NOTE, message);
    }
}
