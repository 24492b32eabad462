package io.runasjob.worker;

/** Why a running attempt was asked to stop. The first reason stays. */
enum StopReason {
    /** Somebody cancelled the job. */
    CANCELLED,
    /** It ran longer than its timeout. */
    TIMED_OUT,
    /** The node stops, or can no longer prove that the lease is its own: the job goes back. */
    RELEASED
}
