SELECT count(*) AS n, sum(adv_engine_id) AS engines, avg(resolution_width) AS width, min(event_date) AS first, max(event_date) AS last
FROM hits
WHERE is_robot = 0
