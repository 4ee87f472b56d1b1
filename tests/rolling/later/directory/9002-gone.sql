ALTER TABLE person DROP COLUMN nickname;
