-- serves: 0001
ALTER TABLE job ADD COLUMN slow {number} NOT NULL DEFAULT 0;
