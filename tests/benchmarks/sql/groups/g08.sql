SELECT id6, largest2_v3
FROM (SELECT id6, v3 AS largest2_v3, row_number() OVER (PARTITION BY id6 ORDER BY v3 DESC) AS place FROM x) AS placed
WHERE place <= 2
