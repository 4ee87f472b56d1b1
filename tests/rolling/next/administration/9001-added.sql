-- serves: 0001
CREATE TABLE made_up (
  {id},
  name {text} NOT NULL
{end}
ALTER TABLE customer ADD COLUMN nickname {text} NOT NULL DEFAULT '';
ALTER TABLE customer ADD COLUMN shoe_size {number};
CREATE INDEX customer_by_nickname ON customer (nickname);
