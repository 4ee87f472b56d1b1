-- serves: 0001
-- One line of the trail for all records that came together.
ALTER TABLE audit_log ADD COLUMN last_record {number};
CREATE INDEX audit_log_by_run ON audit_log (entity, last_record) WHERE last_record IS NOT NULL;
