SELECT date_trunc('minute', event_time) AS m, count(*) AS views
FROM hits
WHERE counter_id < 100 AND event_date >= DATE '2013-07-14' AND event_date <= DATE '2013-07-15' AND is_refresh = 0
GROUP BY m
ORDER BY m
