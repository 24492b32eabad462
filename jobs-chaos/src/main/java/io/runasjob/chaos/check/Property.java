package io.runasjob.chaos.check;

import io.runasjob.chaos.history.History;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What is proved. */
public enum Property {
    /** Every job whose submit was answered is there. */
    KEPT("no acknowledged job is lost"),
    /** Submits in transactions of the application's are all or nothing with them. */
    WITH_ITS_TRANSACTION("a job exists exactly when its caller's transaction does"),
    /** One effect for each completed job, of its last attempt; none for others. */
    EFFECT_ONCE("fenced effects exactly once"),
    /** Nothing is completed that was never done. */
    RUNS("what is completed has run"),
    /** Attempts follow each other. */
    ONE_AT_A_TIME("one current attempt of a job at a time"),
    /** Nothing hangs. */
    ENDS("every job ends or is visibly waiting"),
    /** Losses and releases are counted apart from failures. */
    LOSS_IS_FREE("a loss spends no retry"),
    /** Nobody takes a job from a node that lives. */
    LOSS_HAS_A_CAUSE("only nodes in trouble lose jobs"),
    /** A key has one job. */
    UNIQUE("a unique key never has two live jobs"),
    /** Who cancels knows what became of it. */
    CANCEL_IS_TRUE("answers to cancel are true");

    private final String sentence;

    Property(String sentence) {
        this.sentence = sentence;
    }

    /** Those that say something about transactions of the application's, where there are some. */
    public static Set<Property> ofTransactions() {
        return EnumSet.of(WITH_ITS_TRANSACTION, EFFECT_ONCE);
    }

    /** The property in words. */
    public String sentence() {
        return sentence;
    }

    /** One sentence for each violation, none when the property holds. */
    public List<String> violations(History history) {
        return rule().violations(history);
    }

    private Rule rule() {
        return switch (this) {
            case KEPT -> new KeptRule();
            case WITH_ITS_TRANSACTION -> new OrdersRule();
            case EFFECT_ONCE -> new EffectsRule();
            case RUNS -> new RunsRule();
            case ONE_AT_A_TIME -> new AttemptsRule();
            case ENDS -> new EndsRule();
            case LOSS_IS_FREE -> new LossesRule();
            case LOSS_HAS_A_CAUSE -> new CausesRule();
            case UNIQUE -> new KeysRule();
            case CANCEL_IS_TRUE -> new CancelsRule();
        };
    }
}
