-- MariaDB and MySQL have no transactions around these statements: each may be repeated after it broke half-way.
-- Times are UTC. Ids are UUIDs in network byte order, so that they are sorted by time.

-- Live jobs only, so that it stays small however long the history. Codes of status and others: class Codes.
create table if not exists ${prefix} (
    id               binary(16)   not null primary key,
    type             varchar(100) not null,
    name             varchar(200) not null,
    queue            varchar(100) not null,
    priority         smallint     not null,
    owner            varchar(200),
    payload          longtext     not null,
    max_attempts     integer      not null,
    timeout_nanos    bigint,
    retry            longtext,
    labels           longtext,
    unique_key       varchar(200),
    on_duplicate     smallint,
    created_at       datetime(6)  not null,
    status           smallint     not null,
    run_at           datetime(6)  not null,
    started_at       datetime(6),
    attempt          integer      not null,
    failures         integer      not null,
    losses           integer      not null,
    node             binary(16),
    cancel_requested boolean      not null,
    progress         longtext,
    error            longtext,
    -- the highest priority first: MariaDB before 10.8 has no descending indexes
    turn             smallint     generated always as (-priority) stored,
    -- jobs by status in the order in which they are claimed, and by time: there are no partial indexes
    key ${prefix}_ready (status, queue, turn, run_at, id),
    key ${prefix}_due (status, run_at)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_nopad_bin;

-- Finished jobs: written once, by the transaction that deletes them from the live ones.
create table if not exists ${prefix}_history (
    id               binary(16)   not null primary key,
    type             varchar(100) not null,
    name             varchar(200) not null,
    queue            varchar(100) not null,
    priority         smallint     not null,
    owner            varchar(200),
    payload          longtext     not null,
    max_attempts     integer      not null,
    timeout_nanos    bigint,
    retry            longtext,
    labels           longtext,
    unique_key       varchar(200),
    on_duplicate     smallint,
    created_at       datetime(6)  not null,
    status           smallint     not null,
    run_at           datetime(6)  not null,
    started_at       datetime(6),
    attempt          integer      not null,
    failures         integer      not null,
    losses           integer      not null,
    node             binary(16),
    cancel_requested boolean      not null,
    progress         longtext,
    error            longtext,
    finished_at      datetime(6)  not null,
    result           longtext
) engine = innodb default charset = utf8mb4 collate = utf8mb4_nopad_bin;

-- Attempts that did not succeed; the one that did is read from the history row.
create table if not exists ${prefix}_attempt (
    job_id     binary(16)   not null,
    attempt    integer      not null,
    node       binary(16)   not null,
    started_at datetime(6)  not null,
    ended_at   datetime(6)  not null,
    outcome    smallint     not null,
    error      longtext,
    primary key (job_id, attempt)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_nopad_bin;

create table if not exists ${prefix}_tag (
    tag    varchar(100) not null,
    job_id binary(16)   not null,
    primary key (tag, job_id),
    key ${prefix}_tag_job (job_id)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_nopad_bin;

create table if not exists ${prefix}_subject (
    kind   varchar(100) not null,
    ref    varchar(200) not null,
    job_id binary(16)   not null,
    primary key (kind, ref, job_id),
    key ${prefix}_subject_job (job_id)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_nopad_bin;

-- The unique keys that unfinished jobs hold.
create table if not exists ${prefix}_unique (
    unique_key varchar(200) not null primary key,
    job_id     binary(16)   not null
) engine = innodb default charset = utf8mb4 collate = utf8mb4_nopad_bin;

create table if not exists ${prefix}_node (
    id                binary(16)   not null primary key,
    host              text         not null,
    pid               bigint       not null,
    queues            longtext     not null,
    types             longtext     not null,
    started_at        datetime(6)  not null,
    heartbeat_at      datetime(6)  not null,
    expires_at        datetime(6)  not null,
    dead_after_micros bigint       not null
) engine = innodb default charset = utf8mb4 collate = utf8mb4_nopad_bin;

-- Only queues that were paused or bounded at some time have a row.
create table if not exists ${prefix}_queue (
    name     varchar(100) not null primary key,
    paused   boolean      not null,
    max_size bigint
) engine = innodb default charset = utf8mb4 collate = utf8mb4_nopad_bin;

-- The version of these tables, one row: holds also for those who run this text without Flyway.
create table if not exists ${prefix}_schema (
    version integer not null primary key
) engine = innodb;
insert into ${prefix}_schema (version)
select 1 from dual where not exists (select 1 from ${prefix}_schema);
