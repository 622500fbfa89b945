SELECT user_id, extract(minute FROM event_time) AS m, search_phrase, count(*) AS c
FROM hits
GROUP BY user_id, m, search_phrase
ORDER BY c DESC
LIMIT 10
