SELECT search_phrase, min(url) AS url, min(title) AS title, count(*) AS c, count(DISTINCT user_id) AS users
FROM hits
WHERE url LIKE '%google%' AND title NOT LIKE '%тур%' AND search_phrase <> ''
GROUP BY search_phrase
ORDER BY c DESC
LIMIT 10
