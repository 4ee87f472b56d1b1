-- serves: 0001
ALTER TABLE person ADD COLUMN nickname {text} NOT NULL DEFAULT '';
