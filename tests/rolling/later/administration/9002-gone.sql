DROP TABLE made_up;
