-- leaved.sql - the tables of leaved, version by version; see migration.h.
--
-- Minutes are Taiwan's civil time since 1970-01-01 00:00, days the same in
-- days, *_s Unix seconds. Who somebody is says the directory's entryUUID. A
-- version that was released never changes: a further one does.

-- version 1

-- What was last heard from each branch of the directory.
CREATE TABLE branch (
	name TEXT PRIMARY KEY,
	cookie TEXT NOT NULL,
	heard_s {number} NOT NULL
) {strict};

-- Schools, units and roles.
CREATE TABLE place (
	uuid TEXT PRIMARY KEY,
	kind TEXT NOT NULL CHECK (kind IN ('school', 'unit', 'role')),
	dn TEXT NOT NULL,
	school_dn TEXT NOT NULL,
	code TEXT NOT NULL,
	name TEXT NOT NULL,
	detail TEXT NOT NULL
) {strict};
CREATE INDEX place_dn ON place (dn);

-- Who holds a role, or heads a unit.
CREATE TABLE holder (
	place TEXT NOT NULL REFERENCES place (uuid) ON DELETE CASCADE,
	person_dn TEXT NOT NULL,
	PRIMARY KEY (place, person_dn)
) {strict};

-- Never deleted: leave outlives its taker's account.
CREATE TABLE person (
	uuid TEXT PRIMARY KEY,
	dn TEXT NOT NULL,
	account TEXT NOT NULL,
	name TEXT NOT NULL,
	mail TEXT NOT NULL,
	state TEXT NOT NULL,
	school TEXT NOT NULL,
	unit_dn TEXT NOT NULL,
	admin_post TEXT NOT NULL,
	hired {number} NOT NULL,
	posted_from {number} NOT NULL,
	posted_until {number} NOT NULL,
	prior_months {number} NOT NULL DEFAULT 0,
	learnt {number} NOT NULL DEFAULT -1000000
) {strict};
CREATE INDEX person_dn ON person (dn);
CREATE INDEX person_account ON person (account);
CREATE INDEX person_school ON person (school, account);

-- From that day on, until the next one.
CREATE TABLE posting (
	person TEXT NOT NULL REFERENCES person (uuid),
	from_day {number} NOT NULL,
	kind TEXT NOT NULL,
	schedule TEXT NOT NULL,
	school TEXT NOT NULL,
	unit_dn TEXT NOT NULL,
	admin_post TEXT NOT NULL,
	PRIMARY KEY (person, from_day)
) {strict};

-- version 2
--pgsql CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE request (
	id TEXT PRIMARY KEY,
	person TEXT NOT NULL REFERENCES person (uuid),
	seq {number} NOT NULL,
	version {number} NOT NULL,
	type TEXT NOT NULL,
	state TEXT NOT NULL,
	school TEXT NOT NULL,
	filed_at {number} NOT NULL,
	filed_by TEXT NOT NULL,
	flags {number} NOT NULL,
	deputy TEXT NOT NULL,
	facts TEXT NOT NULL,
	why TEXT NOT NULL,
	minutes {number} NOT NULL,
	charged {number} NOT NULL,
	first_at {number} NOT NULL,
	last_at {number} NOT NULL,
	cut_from {number} NOT NULL,
	cut_to {number} NOT NULL,
	caps TEXT NOT NULL,
	UNIQUE (person, seq)
) {strict};
CREATE INDEX request_school ON request (school, state, first_at);
CREATE INDEX request_deputy ON request (deputy, last_at);

-- Of what is asked for. Two that are live never overlap.
CREATE TABLE span (
	request TEXT NOT NULL REFERENCES request (id),
	n {number} NOT NULL,
	person TEXT NOT NULL,
	from_at {number} NOT NULL,
	to_at {number} NOT NULL,
	is_live {number} NOT NULL,
--pgsql 	CONSTRAINT no_overlap EXCLUDE USING gist
--pgsql 		(person WITH =, int8range(from_at, to_at) WITH &&)
--pgsql 		WHERE (is_live = 1),
	PRIMARY KEY (request, n),
	CHECK (from_at < to_at)
) {strict};
CREATE INDEX span_person ON span (person, to_at);
--sqlite CREATE TRIGGER span_overlap BEFORE INSERT ON span
--sqlite WHEN new.is_live = 1 AND EXISTS (SELECT 1 FROM span
--sqlite 	WHERE person = new.person AND is_live = 1
--sqlite 	AND to_at > new.from_at AND from_at < new.to_at)
--sqlite BEGIN SELECT RAISE(ABORT, 'no_overlap'); END;
--sqlite CREATE TRIGGER span_fixed BEFORE UPDATE ON span
--sqlite BEGIN SELECT RAISE(ABORT, 'a span is replaced'); END;

CREATE TABLE signature (
	request TEXT NOT NULL REFERENCES request (id),
	step {number} NOT NULL,
	signer TEXT NOT NULL,
	instead_of TEXT NOT NULL,
	PRIMARY KEY (request, step)
) {strict};

CREATE TABLE cover (
	request TEXT NOT NULL REFERENCES request (id),
	n {number} NOT NULL,
	day {number} NOT NULL,
	from_minute {number} NOT NULL,
	to_minute {number} NOT NULL,
	name TEXT NOT NULL,
	way TEXT NOT NULL,
	who TEXT NOT NULL,
	funding TEXT NOT NULL,
	PRIMARY KEY (request, n)
) {strict};

-- Nobody can take more than there is, whatever a program computes.
CREATE TABLE lot (
	person TEXT NOT NULL REFERENCES person (uuid),
	n {number} NOT NULL,
	type TEXT NOT NULL,
	label TEXT NOT NULL,
	year {number} NOT NULL,
	year_kind {number} NOT NULL,
	usable_from {number} NOT NULL,
	usable_until {number} NOT NULL,
	flags {number} NOT NULL,
	is_unlimited {number} NOT NULL,
	pay {number} NOT NULL,
	granted {number} NOT NULL,
	pending {number} NOT NULL CHECK (pending >= 0),
	used {number} NOT NULL CHECK (used >= 0),
	expired {number} NOT NULL,
	PRIMARY KEY (person, n),
	UNIQUE (person, label),
	CHECK (is_unlimited = 1 OR granted - expired - pending - used >= 0)
) {strict};

CREATE TABLE charge (
	request TEXT NOT NULL REFERENCES request (id),
	n {number} NOT NULL,
	person TEXT NOT NULL,
	lot {number} NOT NULL,
	day {number} NOT NULL,
	minutes {number} NOT NULL,
	is_inside {number} NOT NULL,
	PRIMARY KEY (request, n),
	FOREIGN KEY (person, lot) REFERENCES lot (person, n)
) {strict};

-- Append-only: the lines behind every number.
CREATE TABLE entry (
	person TEXT NOT NULL,
	seq {number} NOT NULL,
	at {number} NOT NULL,
	kind TEXT NOT NULL,
	lot {number} NOT NULL,
	request TEXT NOT NULL,
	minutes {number} NOT NULL,
	why TEXT NOT NULL,
	PRIMARY KEY (person, seq),
	FOREIGN KEY (person, lot) REFERENCES lot (person, n)
) {strict};
CREATE INDEX entry_lot ON entry (person, lot, seq);

CREATE TABLE overtime_sum (
	person TEXT NOT NULL REFERENCES person (uuid),
	is_month {number} NOT NULL,
	key {number} NOT NULL,
	minutes {number} NOT NULL,
	paid {number} NOT NULL,
	PRIMARY KEY (person, is_month, key)
) {strict};

-- In the order in which they are asked.
CREATE TABLE deputy (
	person TEXT NOT NULL REFERENCES person (uuid),
	n {number} NOT NULL,
	deputy TEXT NOT NULL,
	PRIMARY KEY (person, n),
	CHECK (person <> deputy)
) {strict};
CREATE INDEX deputy_of ON deputy (deputy);

-- What personnel announce, "" for every school: 停止上班, days off, years.
CREATE TABLE closure (
	school TEXT NOT NULL,
	from_at {number} NOT NULL,
	to_at {number} NOT NULL,
	published {number} NOT NULL,
	name TEXT NOT NULL,
	PRIMARY KEY (school, from_at, to_at),
	CHECK (from_at < to_at)
) {strict};
CREATE TABLE mark (
	school TEXT NOT NULL,
	day {number} NOT NULL,
	published {number} NOT NULL,
	kinds {number} NOT NULL,
	level {number} NOT NULL,
	mark {number} NOT NULL,
	name TEXT NOT NULL,
	PRIMARY KEY (school, day, published, kinds, level)
) {strict};
CREATE TABLE closed_year (
	school TEXT NOT NULL,
	year_kind {number} NOT NULL,
	number {number} NOT NULL,
	PRIMARY KEY (school, year_kind, number)
) {strict};

-- A question that is asked again is answered, not done again.
CREATE TABLE act (
	actor TEXT NOT NULL,
	key TEXT NOT NULL,
	op TEXT NOT NULL,
	request TEXT NOT NULL,
	at_s {number} NOT NULL,
	PRIMARY KEY (actor, key)
) {strict};

-- Who did what; each entry carries the hash of the one before it.
CREATE TABLE audit (
	seq {number} PRIMARY KEY,
	time_s {number} NOT NULL,
	actor TEXT NOT NULL,
	action TEXT NOT NULL,
	target TEXT NOT NULL,
	school TEXT NOT NULL,
	reason TEXT NOT NULL,
	result TEXT NOT NULL,
	previous TEXT NOT NULL,
	hash TEXT NOT NULL
) {strict};

--sqlite CREATE TRIGGER entry_update BEFORE UPDATE ON entry
--sqlite BEGIN SELECT RAISE(ABORT, 'append only'); END;
--sqlite CREATE TRIGGER entry_delete BEFORE DELETE ON entry
--sqlite BEGIN SELECT RAISE(ABORT, 'append only'); END;
--sqlite CREATE TRIGGER audit_update BEFORE UPDATE ON audit
--sqlite BEGIN SELECT RAISE(ABORT, 'append only'); END;
--sqlite CREATE TRIGGER audit_delete BEFORE DELETE ON audit
--sqlite BEGIN SELECT RAISE(ABORT, 'append only'); END;
--pgsql CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS
--pgsql $$ BEGIN RAISE EXCEPTION 'append only' USING ERRCODE = '23514'; END $$;
--pgsql CREATE TRIGGER entry_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON entry
--pgsql FOR EACH STATEMENT EXECUTE FUNCTION append_only();
--pgsql CREATE TRIGGER audit_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
--pgsql FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- version 3

-- What a school has set otherwise than the rules' settings.
CREATE TABLE setting (
	school TEXT NOT NULL,
	name TEXT NOT NULL,
	value {number} NOT NULL,
	PRIMARY KEY (school, name)
) {strict};

-- When lessons begin and end, by school.
CREATE TABLE period (
	school TEXT NOT NULL,
	name TEXT NOT NULL,
	from_minute {number} NOT NULL,
	to_minute {number} NOT NULL,
	PRIMARY KEY (school, name),
	CHECK (from_minute < to_minute)
) {strict};

-- Somebody's lessons of a week, of a term; weekday 0 is Sunday.
CREATE TABLE lesson (
	person TEXT NOT NULL REFERENCES person (uuid),
	from_day {number} NOT NULL,
	weekday {number} NOT NULL,
	period TEXT NOT NULL,
	until_day {number} NOT NULL,
	school TEXT NOT NULL,
	name TEXT NOT NULL,
	PRIMARY KEY (person, from_day, weekday, period),
	FOREIGN KEY (school, period) REFERENCES period (school, name)
) {strict};

ALTER TABLE cover ADD COLUMN version {number} NOT NULL DEFAULT 1;
CREATE INDEX cover_day ON cover (day);
CREATE INDEX cover_who ON cover (who, day);

-- version 4

-- Hours beyond working time. Two that are live never overlap.
CREATE TABLE overtime (
	id TEXT PRIMARY KEY,
	person TEXT NOT NULL REFERENCES person (uuid),
	version {number} NOT NULL,
	state TEXT NOT NULL
		CHECK (state IN ('filed', 'approved', 'rejected', 'withdrawn')),
	school TEXT NOT NULL,
	from_at {number} NOT NULL,
	to_at {number} NOT NULL,
	is_paid {number} NOT NULL,
	why TEXT NOT NULL,
	filed_at {number} NOT NULL,
	filed_by TEXT NOT NULL,
	decided_by TEXT NOT NULL,
	minutes {number} NOT NULL,
	paid {number} NOT NULL,
	rest {number} NOT NULL,
--pgsql 	CONSTRAINT no_overtime_overlap EXCLUDE USING gist
--pgsql 		(person WITH =, int8range(from_at, to_at) WITH &&)
--pgsql 		WHERE (state IN ('filed', 'approved')),
	CHECK (from_at < to_at)
) {strict};
CREATE INDEX overtime_person ON overtime (person, from_at);
CREATE INDEX overtime_school ON overtime (school, state, from_at);
--sqlite CREATE TRIGGER overtime_overlap BEFORE INSERT ON overtime
--sqlite WHEN EXISTS (SELECT 1 FROM overtime WHERE person = new.person
--sqlite 	AND state IN ('filed', 'approved')
--sqlite 	AND to_at > new.from_at AND from_at < new.to_at)
--sqlite BEGIN SELECT RAISE(ABORT, 'no_overlap'); END;

-- version 5

-- Who may take over the deputy's duty, "" for nobody.
ALTER TABLE request ADD COLUMN offered TEXT NOT NULL DEFAULT '';
CREATE INDEX request_offered ON request (offered) WHERE offered <> '';

-- version 6

-- What people are told by mail; the lines of a closed letter go after a while.
CREATE TABLE letter (
	id TEXT PRIMARY KEY,
	kind TEXT NOT NULL,
	who TEXT NOT NULL REFERENCES person (uuid),
	request TEXT NOT NULL,
	version {number} NOT NULL,
	written_s {number} NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('written', 'queued', 'deferred',
		'sent', 'bounced', 'failed', 'dropped')),
	detail TEXT NOT NULL,
	is_open {number} NOT NULL,
	remind_s {number} NOT NULL,
	UNIQUE (request, version, kind, who)
) {strict};
CREATE INDEX letter_open ON letter (is_open, written_s);
CREATE INDEX letter_remind ON letter (remind_s) WHERE remind_s > 0;

-- version 7

-- Papers of requests, in parts of base64; not there before they are whole.
CREATE TABLE attachment (
	id TEXT PRIMARY KEY,
	request TEXT NOT NULL REFERENCES request (id),
	name TEXT NOT NULL,
	type TEXT NOT NULL,
	size {number} NOT NULL,
	added_s {number} NOT NULL,
	added_by TEXT NOT NULL,
	is_whole {number} NOT NULL
) {strict};
CREATE INDEX attachment_request ON attachment (request);
CREATE INDEX attachment_part_way ON attachment (added_s) WHERE is_whole = 0;
CREATE TABLE attachment_part (
	attachment TEXT NOT NULL REFERENCES attachment (id) ON DELETE CASCADE,
	n {number} NOT NULL,
	size {number} NOT NULL,
	data TEXT NOT NULL,
	PRIMARY KEY (attachment, n)
) {strict};

-- version 8

-- Coming and going, as people say themselves. Append-only.
CREATE TABLE punch (
	person TEXT NOT NULL REFERENCES person (uuid),
	seq {number} NOT NULL,
	day {number} NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('in', 'out')),
	at {number} NOT NULL,
	source TEXT NOT NULL
		CHECK (source IN ('self', 'forgotten', 'personnel')),
	entered_s {number} NOT NULL,
	entered_by TEXT NOT NULL,
	why TEXT NOT NULL,
	PRIMARY KEY (person, seq)
) {strict};
CREATE INDEX punch_day ON punch (person, day);
--sqlite CREATE TRIGGER punch_update BEFORE UPDATE ON punch
--sqlite BEGIN SELECT RAISE(ABORT, 'append only'); END;
--sqlite CREATE TRIGGER punch_delete BEFORE DELETE ON punch
--sqlite BEGIN SELECT RAISE(ABORT, 'append only'); END;
--pgsql CREATE TRIGGER punch_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON punch
--pgsql FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- Travel abroad or to the mainland, and the warning that was read.
CREATE TABLE trip (
	id TEXT PRIMARY KEY,
	person TEXT NOT NULL REFERENCES person (uuid),
	school TEXT NOT NULL,
	from_day {number} NOT NULL,
	until_day {number} NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('abroad', 'mainland', 'transit')),
	place TEXT NOT NULL,
	why TEXT NOT NULL,
	warning TEXT NOT NULL,
	registered_s {number} NOT NULL,
	registered_by TEXT NOT NULL,
	CHECK (from_day <= until_day)
) {strict};
CREATE INDEX trip_person ON trip (person);
CREATE INDEX trip_school ON trip (school);

-- Whose unit's calendar may be read at an address; its hash is kept.
CREATE TABLE feed (
	person TEXT PRIMARY KEY REFERENCES person (uuid),
	hash TEXT NOT NULL UNIQUE,
	made_s {number} NOT NULL
) {strict};

-- version 9

-- What a session at the portal hangs on, and one of ours with it; both grow.
ALTER TABLE person ADD COLUMN changed_s {number} NOT NULL DEFAULT 0;
ALTER TABLE person ADD COLUMN sign_outs {number} NOT NULL DEFAULT 0;

-- version 10

-- Of an open lesson: who was to see to it, and cannot after all.
ALTER TABLE cover ADD COLUMN lost TEXT NOT NULL DEFAULT '';
-- Duties to come, among all that there ever were.
CREATE INDEX request_duty ON request (last_at) WHERE deputy <> '';

-- version 11

-- When we first heard of them, or last heard that they are as they were once:
-- a session from before is over.
ALTER TABLE person ADD COLUMN sessions_from_s {number} NOT NULL DEFAULT 0;

-- version 12

-- Who last offered the duty to somebody; "" in offers from before.
ALTER TABLE request ADD COLUMN offered_by TEXT NOT NULL DEFAULT '';

-- version 13

-- Leave whose deputy was lost, among all that there ever was.
CREATE INDEX request_deputy_lost ON request (school, last_at)
	WHERE flags & 8 <> 0;
