SELECT split_part(referer, '/', 3) AS host, avg(length(referer)) AS l, count(*) AS c, min(referer) AS first
FROM hits
WHERE referer <> ''
GROUP BY host
HAVING count(*) > 500
ORDER BY l DESC
LIMIT 25
