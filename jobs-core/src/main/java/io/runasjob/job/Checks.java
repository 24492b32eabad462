package io.runasjob.job;

import io.runasjob.job.InvalidValueException.Field;
import java.time.Duration;

/** The limits of every value that a caller may give; each refusal says what came and what was expected. */
final class Checks {
    static final Duration LONGEST_DELAY = Duration.ofDays(3653);

    private static final int MOST_ATTEMPTS = 1_000;
    private static final int LONGEST_WORD = 100;
    private static final String WORD_RULE =
            "1 to 100 characters: a letter or digit, then letters, digits, '.', '_' or '-'";

    private Checks() {}

    static String word(Field field, String value) {
        if (!isWord(value)) {
            throw new InvalidValueException(field, value, WORD_RULE, null);
        }
        return value;
    }

    private static boolean isWord(String value) {
        if (value.isEmpty() || value.length() > LONGEST_WORD || !isLetterOrDigit(value.charAt(0))) {
            return false;
        }
        for (int i = 1; i < value.length(); i++) {
            char c = value.charAt(i);
            if (!isLetterOrDigit(c) && c != '.' && c != '_' && c != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    static String text(Field field, String value, int longest) {
        if (value.isBlank()) {
            throw new InvalidValueException(field, value, "at least one character that is not a space", null);
        }
        return length(field, value, longest);
    }

    static String length(Field field, String value, int longest) {
        if (value.length() > longest) {
            String came = value.length() + " characters (" + value.substring(0, 20) + "…)";
            throw new InvalidValueException(field, came, "at most " + longest + " characters", null);
        }
        int control = firstControl(value);
        if (control >= 0) {
            String came =
                    String.format("the control character U+%04X at position %d", (int) value.charAt(control), control);
            throw new InvalidValueException(field, came, "text without control characters", null);
        }
        return value;
    }

    static int priority(int priority) {
        if (priority < Priority.MIN || priority > Priority.MAX) {
            String expected = "a whole number from " + Priority.MIN + " to " + Priority.MAX + ", higher runs first";
            throw new InvalidValueException(Field.PRIORITY, priority, expected, null);
        }
        return priority;
    }

    static Duration delay(Duration delay) {
        if (delay.isNegative() || delay.compareTo(LONGEST_DELAY) > 0) {
            throw new InvalidValueException(Field.DELAY, delay, "zero to ten years (PT0S to P3653D)", null);
        }
        return delay;
    }

    static Duration timeout(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST_DELAY) > 0) {
            throw new InvalidValueException(Field.TIMEOUT, timeout, "longer than zero, at most ten years", null);
        }
        return timeout;
    }

    static int maxAttempts(int attempts) {
        if (attempts < 1 || attempts > MOST_ATTEMPTS) {
            throw new InvalidValueException(Field.MAX_ATTEMPTS, attempts, "1 to " + MOST_ATTEMPTS, null);
        }
        return attempts;
    }

    private static int firstControl(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (Character.isISOControl(value.charAt(i))) {
                return i;
            }
        }
        return -1;
    }
}
