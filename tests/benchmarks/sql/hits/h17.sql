SELECT url, count(*) AS views
FROM hits
WHERE counter_id = 62
    AND event_date >= DATE '2013-07-05' AND event_date <= DATE '2013-07-25'
    AND dont_count_hits = 0 AND is_refresh = 0
GROUP BY url
ORDER BY views DESC
LIMIT 10
