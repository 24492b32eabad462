package io.runasjob.job;

/** A lambda with a body was given where a reference to an annotated method is needed. Nothing was stored. */
public final class NotAMethodReferenceException extends JobsException {
    private static final long serialVersionUID = 1L;

    /** @param where the class that holds the lambda */
    public NotAMethodReferenceException(String where) {
        super(
                "A lambda body in " + where
                        + " came where a method reference was expected: its code has no stable name, so"
                        + " another JVM could not find it. Write Reports::render instead of r -> r.render(id), or give the code a"
                        + " type name with handler(type, class, lambda).",
                null,
                false);
    }
}
