SELECT region_id, sum(adv_engine_id) AS engines, count(*) AS c, avg(resolution_width) AS width, count(DISTINCT user_id) AS users
FROM hits
GROUP BY region_id
ORDER BY c DESC
LIMIT 10
