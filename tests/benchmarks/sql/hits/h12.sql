SELECT counter_id, avg(length(url)) AS l, count(*) AS c
FROM hits
WHERE url <> ''
GROUP BY counter_id
HAVING count(*) > 500
ORDER BY l DESC
LIMIT 25
