SELECT *
FROM hits
WHERE url LIKE '%google%'
ORDER BY event_time
LIMIT 10
