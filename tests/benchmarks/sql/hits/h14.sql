SELECT watch_id, client_ip, count(*) AS c, sum(is_refresh) AS refreshed, avg(resolution_width) AS width
FROM hits
GROUP BY watch_id, client_ip
ORDER BY c DESC
LIMIT 10
