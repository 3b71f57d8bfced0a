-- All inputs of tests/bench/facts.py in one statement: the year 2023 to its last day, every
-- station opened on 2021-06-01 and on the GUIDELINE track, received by 7 January 2024.
WITH unit AS MATERIALIZED (
    SELECT id AS unit, CASE level WHEN 'ROOM' THEN parent_id ELSE id END AS station
    FROM network_station
),
month AS (
    SELECT m, (make_date(2023, m, 1) + interval '1 month')::date - 1 AS day
    FROM generate_series(1, 12) AS m
),
job AS MATERIALIZED (
    SELECT a.staff_id, unit.station, a.full_time, a.share, a.valid_from,
        CASE WHEN a.ended_received_at <= '2024-01-07 23:59+08' THEN a.valid_to END AS valid_to
    FROM people_assignment a JOIN unit ON unit = a.station_id
    WHERE a.withdrawn_at IS NULL AND a.received_at <= '2024-01-07 23:59+08'
),
month_job AS MATERIALIZED (
    SELECT m, staff_id, station, bool_or(full_time) AS full_time, max(share) AS share,
        min(valid_from) AS since
    FROM month JOIN job ON valid_from <= day AND (valid_to IS NULL OR valid_to > day)
    GROUP BY 1, 2, 3
),
certificate AS MATERIALIZED (
    SELECT DISTINCT ON (staff_id) staff_id, issued_on, cultivated_by_id
    FROM people_credential
    WHERE level <> 'LOCAL_AIDE' AND withdrawn_at IS NULL
        AND received_at <= '2024-01-07 23:59+08'
    ORDER BY staff_id, issued_on, id
),
s1 AS (
    SELECT station, jsonb_build_object('certified', jsonb_agg(n ORDER BY m)) AS x FROM (
        SELECT s.unit AS station, month.m, count(staff_id) AS n
        FROM (SELECT DISTINCT station AS unit FROM unit) s CROSS JOIN month
        LEFT JOIN (
            SELECT m, staff_id, station FROM (
                SELECT j.*, row_number() OVER (
                        PARTITION BY m, staff_id ORDER BY full_time DESC, share DESC, since, station
                    ) AS place, bool_or(full_time) OVER (PARTITION BY m, staff_id) AS full_somewhere
                FROM month_job j JOIN month USING (m)
                JOIN certificate c USING (staff_id) WHERE c.issued_on <= month.day
            ) AS ranked WHERE place <= CASE WHEN full_somewhere THEN 1 ELSE 2 END
        ) AS counted ON counted.station = s.unit AND counted.m = month.m
        GROUP BY 1, 2
    ) AS monthly GROUP BY station
),
c18 AS (
    SELECT station, count(*) AS n FROM (
        SELECT cultivated_by_id, issued_on
        FROM certificate c JOIN unit home ON home.unit = c.cultivated_by_id
        WHERE EXISTS (SELECT FROM job WHERE job.staff_id = c.staff_id AND job.station = home.station
                AND valid_from <= c.issued_on
                AND (valid_to IS NULL OR valid_to > c.issued_on - interval '12 months'))
            OR 20 <= (SELECT sum(a.hours) FROM people_trainingattendance a
                JOIN people_training t ON t.id = a.training_id
                JOIN unit held ON held.unit = t.station_id AND held.station = home.station
                WHERE a.staff_id = c.staff_id AND a.withdrawn_at IS NULL AND t.withdrawn_at IS NULL
                    AND greatest(a.received_at, t.received_at) <= '2024-01-07 23:59+08'
                    AND t.held_on >= c.issued_on - interval '12 months'
                    AND t.held_on < c.issued_on)
        UNION ALL
        SELECT station_id, issued_on FROM people_cultivatedperson
        WHERE withdrawn_at IS NULL AND received_at <= '2024-01-07 23:59+08'
    ) AS certified JOIN unit ON unit = cultivated_by_id
    WHERE issued_on BETWEEN '2021-06-01' AND '2023-12-31' GROUP BY station
),
headship AS MATERIALIZED (
    SELECT station_id AS station, id, staff_id, appointed_by, daterange(greatest(valid_from, '2023-01-01'),
        least(CASE WHEN ended_received_at <= '2024-01-07 23:59+08' THEN valid_to END, '2024-01-01')) AS days
    FROM people_headappointment
    WHERE withdrawn_at IS NULL AND received_at <= '2024-01-07 23:59+08' AND valid_from < '2024-01-01'
        AND (valid_to IS NULL OR ended_received_at > '2024-01-07 23:59+08' OR valid_to > '2023-01-01')
),
s3 AS (
    SELECT h.station, jsonb_build_object(
        'one_head', count(*) FILTER (WHERE days @> '2023-12-31'::date) = 1
            AND NOT bool_or(EXISTS (SELECT FROM headship o
                WHERE o.station = h.station AND o.id <> h.id AND o.days && h.days)),
        'full_time', coalesce(bool_and(EXISTS (SELECT FROM job
                WHERE job.staff_id = h.staff_id AND job.station = h.station AND full_time
                    AND valid_from <= '2023-12-31' AND (valid_to IS NULL OR valid_to > '2023-12-31')))
            FILTER (WHERE days @> '2023-12-31'::date), false),
        'appointed', bool_and(appointed_by IN ('AGENCY', 'BUREAU')) AND coalesce((
            SELECT max(upper(gap) - lower(gap)) FROM unnest(
                '{[2023-01-01,2024-01-01)}'::datemultirange - range_agg(days)) AS gap), 0) <= 30
    ) AS x
    FROM headship h GROUP BY h.station
),
s5 AS (
    SELECT station, count(DISTINCT staff_id) AS staff,
        count(DISTINCT staff_id) FILTER (WHERE EXISTS (
            SELECT FROM people_ethicspledge p WHERE p.staff_id = job.staff_id
                AND p.signed_on <= '2023-12-31' AND p.withdrawn_at IS NULL
                AND p.received_at <= '2024-01-07 23:59+08')) AS pledged
    FROM job WHERE valid_from <= '2023-12-31' AND (valid_to IS NULL OR valid_to > '2023-12-31')
    GROUP BY station
),
upheld AS (
    SELECT station, count(*) AS n FROM people_ethicscomplaint JOIN unit ON unit = station_id
    WHERE upheld_on BETWEEN '2023-01-01' AND '2023-12-31' AND withdrawn_at IS NULL
        AND greatest(received_at, decided_received_at) <= '2024-01-07 23:59+08'
    GROUP BY station
),
session AS MATERIALIZED (
    SELECT station, staff_id, kind, extract(month FROM held_on)::int AS m
    FROM people_supervisionsession JOIN unit ON unit = station_id
    WHERE held_on BETWEEN '2023-01-01' AND '2023-12-31' AND withdrawn_at IS NULL
        AND received_at <= '2024-01-07 23:59+08'
),
s7 AS (
    SELECT station, count(*) AS worker_months, count(held) AS supervised
    FROM month_job LEFT JOIN (SELECT DISTINCT station, staff_id, m, true AS held FROM session) s
        USING (station, staff_id, m)
    GROUP BY station
),
kinds AS (SELECT station, count(DISTINCT kind) AS n FROM session GROUP BY station),
step AS MATERIALIZED (
    SELECT station, s.step, v.registered_on,
        coalesce(nullif(v.id_number_index, ''), v.id::text) AS person
    FROM people_volunteerstep s JOIN people_volunteer v ON v.id = s.volunteer_id
    JOIN unit ON unit = v.station_id
    WHERE done_on BETWEEN '2023-01-01' AND '2023-12-31'
        AND s.withdrawn_at IS NULL AND s.received_at <= '2024-01-07 23:59+08'
        AND v.withdrawn_at IS NULL AND v.received_at <= '2024-01-07 23:59+08'
),
c05 AS (
    SELECT station, count(DISTINCT person) FILTER (WHERE step = 'USE') AS active,
        count(DISTINCT person) FILTER (
            WHERE step IN ('TRAIN', 'USE') AND registered_on <= '2023-12-31') AS trained,
        count(DISTINCT step) AS steps
    FROM step GROUP BY station
),
reformed AS MATERIALIZED (
    SELECT code FROM tenants_division
    WHERE reform_affected AND level = 'VILLAGE' AND code LIKE '510402%'
),
c04 AS (
    SELECT station, count(*) FILTER (WHERE kind = 'FUNCTIONAL') AS functional,
        count(*) FILTER (WHERE kind = 'HOBBY_VOLUNTEER') AS hobby,
        count(*) FILTER (WHERE division_code IN (SELECT code FROM reformed)) AS reform_affected
    FROM community_communityorg o JOIN unit ON unit = o.station_id
    WHERE kind <> 'OTHER' AND withdrawn_at IS NULL AND received_at <= '2024-01-07 23:59+08'
        AND ((filed_on BETWEEN '2023-01-01' AND '2023-12-31'
                AND filed_received_at <= '2024-01-07 23:59+08')
            OR (registered_on BETWEEN '2023-01-01' AND '2023-12-31'
                AND registered_received_at <= '2024-01-07 23:59+08'))
        AND (SELECT count(*) FROM community_orgactivity a WHERE a.org_id = o.id
            AND a.held_on BETWEEN '2023-01-01' AND '2023-12-31' AND a.withdrawn_at IS NULL
            AND a.received_at <= '2024-01-07 23:59+08') >= 2
    GROUP BY station
),
area AS (
    SELECT DISTINCT station FROM network_servicearea a JOIN unit ON unit = a.station_id
    JOIN reformed ON reformed.code LIKE a.division_code || '%'
    WHERE a.valid_from <= '2023-12-31' AND (a.valid_to IS NULL OR a.valid_to > '2023-01-01')
),
outcome AS (
    SELECT beneficiary_id, station, day, result, nth FROM (
        SELECT *, row_number() OVER (
            PARTITION BY beneficiary_id, station, met, result ORDER BY held_at, id) AS nth
        FROM (
            SELECT v.beneficiary_id, station, v.result, v.held_at, v.id,
                (v.held_at AT TIME ZONE 'Asia/Shanghai')::date AS day,
                count(*) FILTER (WHERE v.result = 'MET') OVER (
                    PARTITION BY v.beneficiary_id, station ORDER BY v.held_at, v.id) AS met
            FROM casework_visit v JOIN unit ON unit = v.station_id
            WHERE v.held_at >= '2023-01-01 00:00+08' AND v.held_at < '2024-01-01 00:00+08'
                AND v.result IN ('MET', 'REFUSED') AND v.withdrawn_at IS NULL
                AND v.received_at <= '2024-01-07 23:59+08'
        ) AS visit
    ) AS numbered WHERE result = 'MET' OR nth <= 2
),
span AS MATERIALIZED (
    SELECT l.id, station, l.beneficiary_id, l.level,
        greatest(l.valid_from, date '2023-01-01') AS begins,
        least(CASE WHEN l.ended_received_at <= '2024-01-07 23:59+08' THEN l.valid_to END,
            date '2024-01-01') AS stops,
        CASE l.level WHEN 1 THEN interval '7 days' WHEN 2 THEN interval '14 days'
            WHEN 3 THEN interval '1 month' WHEN 4 THEN interval '3 months'
            ELSE interval '6 months' END AS step,
        CASE l.level WHEN 1 THEN 7 WHEN 2 THEN 14 WHEN 3 THEN 28 WHEN 4 THEN 89 ELSE 181 END AS days
    FROM casework_visitlevelspan l JOIN unit ON unit = l.station_id
    WHERE l.withdrawn_at IS NULL AND l.received_at <= '2024-01-07 23:59+08'
        AND l.valid_from < '2024-01-01'
),
stream AS (
    SELECT id, level, station, k, (begins + (k + 1) * step)::date <= stops AS due,
        (begins + k * step)::date AS at, 0 AS visit,
        (begins + k * step)::date + ceil(0.2 * (
            (begins + k * step)::date - (begins + (k - 1) * step)::date))::int AS grace
    FROM span, generate_series(0, (stops - begins) / days) AS k WHERE begins + k * step < stops
    UNION ALL
    SELECT id, level, span.station, NULL, NULL, day, 1, NULL
    FROM outcome JOIN span USING (beneficiary_id, station) WHERE day >= begins AND day < stops
),
tally AS (
    SELECT id, level, station, slot AS k, bool_or(due) AS due,
        count(*) FILTER (WHERE visit = 1 AND slot > 0 AND at < until) AS early,
        count(*) FILTER (WHERE visit = 1 AND (slot = 0 OR at >= until)) AS own
    FROM (
        SELECT *, max(k) OVER w AS slot, max(grace) OVER w AS until
        FROM stream WINDOW w AS (PARTITION BY id ORDER BY at, visit)
    ) AS placed GROUP BY 1, 2, 3, 4
),
chained AS (
    SELECT *, lead(early, 1, 0::bigint) OVER (PARTITION BY id ORDER BY k) AS later,
        coalesce(max(CASE WHEN early <> 1 OR own > 0 THEN 2 * k + (early + own = 0)::int END)
            OVER (PARTITION BY id ORDER BY k ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) % 2, 0)
            AS owing
    FROM tally
),
by_level AS MATERIALIZED (
    SELECT station, level, count(*) AS due, count(*) FILTER (
        WHERE later > 0 OR own + early - CASE WHEN early > 0 THEN owing ELSE 0 END > 0) AS done
    FROM chained WHERE due GROUP BY 1, 2
),
c13 AS (
    SELECT r.station, count(*) AS roster, count(b.id) AS filed FROM (
        SELECT unit.station, coalesce(nullif(r.id_number_index, ''), r.id::text) AS person,
            max(beneficiary_id) AS beneficiary_id
        FROM casework_rosterentry r JOIN unit ON unit = r.station_id
        WHERE withdrawn_at IS NULL AND received_at <= '2024-01-07 23:59+08'
            AND valid_from <= '2023-12-31' AND (valid_to IS NULL OR valid_to > '2023-12-31'
                OR ended_received_at > '2024-01-07 23:59+08')
        GROUP BY 1, 2
    ) AS r LEFT JOIN casework_beneficiary b ON b.id = r.beneficiary_id
        AND b.filed_on <= '2023-12-31' AND b.withdrawn_at IS NULL
        AND b.received_at <= '2024-01-07 23:59+08'
    GROUP BY 1
),
c14 AS (
    SELECT station, count(*) AS raised, count(*) FILTER (WHERE confirmed_by_person
        AND closed_on <= '2023-12-31' AND closed_received_at <= '2024-01-07 23:59+08') AS closed
    FROM casework_need JOIN unit ON unit = station_id
    WHERE raised_on BETWEEN '2023-01-01' AND '2023-12-31' AND withdrawn_at IS NULL
        AND received_at <= '2024-01-07 23:59+08'
    GROUP BY station
),
registered AS (
    SELECT station, count(*) AS n FROM community_communityorg JOIN unit ON unit = station_id
    WHERE is_sw_agency AND registered_on BETWEEN '2021-06-01' AND '2023-12-31'
        AND withdrawn_at IS NULL
        AND greatest(received_at, registered_received_at) <= '2024-01-07 23:59+08'
    GROUP BY station
),
stage AS (
    SELECT station, max(array_position(
        ARRAY['PREPARING', 'CHARTER', 'ACCEPTED'], s.stage::text)) AS furthest
    FROM community_incubationstage s JOIN community_incubation i ON i.id = s.incubation_id
    JOIN unit ON unit = i.station_id
    WHERE reached_on <= '2023-12-31' AND is_sw_agency
        AND s.withdrawn_at IS NULL AND i.withdrawn_at IS NULL
        AND greatest(s.received_at, i.received_at) <= '2024-01-07 23:59+08'
        AND (abandoned_on IS NULL OR abandoned_on > '2023-12-31'
            OR abandoned_received_at > '2024-01-07 23:59+08')
    GROUP BY station
),
s8 AS (
    SELECT station, count(*) AS at_start, count(*) FILTER (WHERE at_end) AS retained FROM (
        SELECT station, staff_id, bool_or(valid_to IS NULL OR valid_to > '2023-12-31') AS at_end,
            bool_or(valid_from <= '2023-01-01' AND (valid_to IS NULL OR valid_to > '2023-01-01'))
                AS at_start
        FROM job WHERE valid_from <= '2023-12-31' GROUP BY 1, 2
    ) AS person WHERE at_start GROUP BY station
),
service AS (
    SELECT station, count(DISTINCT service) FILTER (WHERE service LIKE '3.1.2.%') AS c02,
        count(DISTINCT service) FILTER (WHERE service LIKE '3.2.1.%') AS c06,
        count(DISTINCT service) FILTER (WHERE service LIKE '3.2.2.%') AS c07,
        count(DISTINCT service) FILTER (WHERE service LIKE '3.2.4.%') AS c09,
        count(DISTINCT service) FILTER (WHERE service LIKE '3.2.5.%') AS c10,
        bool_or(service = '3.2.1.8') AS homeless
    FROM casework_servicerecord JOIN unit ON unit = station_id
    WHERE staff_id IS NOT NULL AND served_on BETWEEN '2023-01-01' AND '2023-12-31'
        AND withdrawn_at IS NULL AND received_at <= '2024-01-07 23:59+08'
    GROUP BY station
),
moved AS (
    SELECT station, c.id, c.uuid, c.kind, max(array_position(ARRAY['INTAKE', 'ASSESSMENT', 'PLAN',
        'INTERVENTION', 'EVALUATION', 'CLOSURE'], s.from_stage::text)) AS steps
    FROM casework_case c JOIN unit ON unit.unit = c.station_id JOIN casework_casestep s ON s.case_id = c.id
    WHERE c.withdrawn_at IS NULL AND opened_on <= '2023-12-31' AND s.act = 'ADVANCE'
        AND greatest(c.received_at, s.received_at) <= '2024-01-07 23:59+08'
        AND (c.closed_on IS NULL OR c.closed_on >= '2023-01-01')
    GROUP BY 1, 2, 3, 4
),
owed (kind, step, document) AS (
    VALUES ('ORDINARY', 1, 'AGREEMENT'), ('CRISIS', 4, 'AGREEMENT'),
        ('ORDINARY', 2, 'ASSESSMENT_REPORT'), ('CRISIS', 2, 'ASSESSMENT_REPORT'),
        ('ORDINARY', 3, 'PLAN'), ('CRISIS', 3, 'PLAN'), ('ORDINARY', 4, 'PROCESS_RECORD'),
        ('CRISIS', 4, 'PROCESS_RECORD'), ('ORDINARY', 5, 'EVALUATION_REPORT'),
        ('CRISIS', 5, 'EVALUATION_REPORT')
),
o5 AS (
    SELECT station, jsonb_agg(jsonb_build_object('due', due, 'present', present)
        ORDER BY place) AS files
    FROM (
        SELECT station, row_number() OVER (PARTITION BY station ORDER BY md5(uuid::text || '2023'))
            AS place, due, present
        FROM moved JOIN LATERAL (
            SELECT count(*) AS due, count(*) FILTER (WHERE document IN (
                SELECT d.kind FROM casework_casedocument d WHERE d.case_id = moved.id
                    AND written_on <= '2023-12-31' AND withdrawn_at IS NULL
                    AND (signed OR kind <> 'AGREEMENT')
                    AND received_at <= '2024-01-07 23:59+08')) AS present
            FROM owed WHERE owed.kind = moved.kind AND step <= steps
        ) AS papers ON due > 0
    ) AS file WHERE place <= 5 GROUP BY station
),
child AS (
    SELECT station, count(DISTINCT service) AS kinds
    FROM casework_servicerecord JOIN unit ON unit = station_id
    WHERE service LIKE '3.2.3.%' AND staff_id IS NOT NULL AND withdrawn_at IS NULL
        AND served_on BETWEEN '2023-01-01' AND '2023-12-31'
        AND received_at <= '2024-01-07 23:59+08'
    GROUP BY station
),
late AS (
    SELECT station, count(*) AS n FROM casework_protectionreport JOIN unit ON unit = station_id
    WHERE withdrawn_at IS NULL AND received_at <= '2024-01-07 23:59+08'
        AND noticed_at >= '2023-01-01 00:00+08' AND noticed_at < '2024-01-01 00:00+08'
        AND reported_at > noticed_at + interval '24 hours'
    GROUP BY station
),
c12 AS (
    SELECT station, count(*) AS plans, trim_scale(round(avg(met), 6))::text AS mean_share FROM (
        SELECT station, p.id, coalesce(avg((met AND judged_on <= '2023-12-31'
            AND judged_received_at <= '2024-01-07 23:59+08')::int), 0) AS met
        FROM casework_careplan p JOIN unit ON unit.unit = p.station_id
        LEFT JOIN casework_planindicator i ON i.plan_id = p.id AND i.withdrawn_at IS NULL
            AND i.received_at <= '2024-01-07 23:59+08'
        WHERE p.withdrawn_at IS NULL AND p.received_at <= '2024-01-07 23:59+08'
            AND refused_on IS NULL AND (p.id IN (SELECT plan_id FROM casework_planreview
                WHERE reviewed_on BETWEEN '2023-01-01' AND '2023-12-31' AND withdrawn_at IS NULL
                AND received_at <= '2024-01-07 23:59+08')
            OR (closed_on BETWEEN '2023-01-01' AND '2023-12-31'
                AND closed_received_at <= '2024-01-07 23:59+08'))
        GROUP BY 1, 2
    ) AS plan GROUP BY station
),
o7 AS (
    SELECT station, count(*) AS closed, count(v.id) AS archived
    FROM casework_case c JOIN unit ON unit.unit = c.station_id
    LEFT JOIN casework_archivevolume v ON v.case_id = c.id AND v.round = c.round
        AND v.withdrawn_at IS NULL AND v.filed_on <= '2023-12-31'
        AND v.received_at <= '2024-01-07 23:59+08'
    WHERE c.withdrawn_at IS NULL AND closed_on BETWEEN '2023-01-01' AND '2023-12-31'
        AND greatest(c.received_at, closed_received_at) <= '2024-01-07 23:59+08'
    GROUP BY station
),
spread AS (
    SELECT station_id, CASE topic WHEN 'KNOWLEDGE' THEN 1 WHEN 'EXAM' THEN 2 ELSE 3 END AS kind
    FROM people_training t
    WHERE topic IN ('KNOWLEDGE', 'EXAM', 'ELDERLY') AND withdrawn_at IS NULL
        AND held_on BETWEEN '2023-01-01' AND '2023-12-31'
        AND received_at <= '2024-01-07 23:59+08'
        AND id IN (
            SELECT training_id FROM people_trainingattendance
            WHERE withdrawn_at IS NULL AND received_at <= '2024-01-07 23:59+08'
            UNION ALL SELECT training_id FROM people_trainingheadcount
            WHERE withdrawn_at IS NULL AND received_at <= '2024-01-07 23:59+08')
    UNION ALL
    SELECT station_id, 3 FROM people_internship
    WHERE withdrawn_at IS NULL AND received_at <= '2024-01-07 23:59+08'
        AND valid_from <= '2023-12-31' AND (valid_to IS NULL OR valid_to > '2023-01-01'
            OR ended_received_at > '2024-01-07 23:59+08')
    UNION ALL
    SELECT station_id, 4 FROM people_publicityitem
    WHERE topic IN ('VALUES', 'KNOWLEDGE', 'METHODS') AND withdrawn_at IS NULL
        AND published_on BETWEEN '2023-01-01' AND '2023-12-31'
        AND received_at <= '2024-01-07 23:59+08'
),
c19 AS (
    SELECT station, count(DISTINCT kind) AS n FROM spread JOIN unit ON unit = station_id
    GROUP BY station
),
target AS MATERIALIZED (
    SELECT station, t.id, t.measure, t.amount, p.starts_on, p.ends_on, p.kinds
    FROM projects_projecttarget t JOIN projects_project p ON p.id = t.project_id
    JOIN unit ON unit = p.station_id
    WHERE t.withdrawn_at IS NULL AND t.received_at <= '2024-01-07 23:59+08'
        AND p.withdrawn_at IS NULL AND p.received_at <= '2024-01-07 23:59+08'
        AND p.ends_on BETWEEN '2023-01-01' AND '2023-12-31'
),
deed AS (
    SELECT station_id, beneficiary_id, (held_at AT TIME ZONE 'Asia/Shanghai')::date AS day,
        CASE place WHEN 'PHONE' THEN 'CALL' ELSE 'VISIT' END AS measure
    FROM casework_visit
    WHERE result = 'MET' AND withdrawn_at IS NULL AND received_at <= '2024-01-07 23:59+08'
    UNION ALL
    SELECT station_id, beneficiary_id, opened_on, 'CASE' FROM casework_case
    WHERE withdrawn_at IS NULL AND received_at <= '2024-01-07 23:59+08'
),
reached AS (
    SELECT target.id, count(*) AS n
    FROM target JOIN unit USING (station) JOIN deed ON deed.station_id = unit.unit
        AND deed.measure = target.measure AND deed.day BETWEEN starts_on AND ends_on
    WHERE EXISTS (
        SELECT FROM casework_beneficiarycategory k
        WHERE k.beneficiary_id = deed.beneficiary_id AND target.kinds ? k.category
            AND k.withdrawn_at IS NULL AND k.received_at <= '2024-01-07 23:59+08'
            AND k.valid_from <= deed.day AND coalesce(k.valid_to > deed.day, true)
    )
    GROUP BY target.id
),
c15 AS (
    SELECT station, jsonb_agg(jsonb_build_object('planned', amount::text,
        'actual', coalesce(n, 0)::text) ORDER BY id) AS targets
    FROM target LEFT JOIN reached USING (id) GROUP BY station
)
SELECT station.id, jsonb_build_object(
    'C15', jsonb_build_object('targets', coalesce(c15.targets, '[]')),
    'C08', jsonb_build_object('kinds', coalesce(child.kinds, 0),
        'late_reports', coalesce(late.n, 0)),
    'C12', jsonb_build_object('plans', coalesce(c12.plans, 0),
        'mean_share', coalesce(c12.mean_share, '0')),
    'C19', jsonb_build_object('kinds', coalesce(c19.n, 0)),
    'O7', jsonb_build_object('closed', coalesce(o7.closed, 0),
        'archived', coalesce(o7.archived, 0)),
    'S8', jsonb_build_object('at_start', coalesce(s8.at_start, 0),
        'retained', coalesce(s8.retained, 0)),
    'C02', jsonb_build_object('kinds', coalesce(service.c02, 0)),
    'C06', jsonb_build_object('kinds', coalesce(service.c06, 0),
        'applicable', CASE WHEN service.homeless THEN 8 ELSE 7 END),
    'C07', jsonb_build_object('kinds', coalesce(service.c07, 0)),
    'C09', jsonb_build_object('kinds', coalesce(service.c09, 0)),
    'C10', jsonb_build_object('kinds', coalesce(service.c10, 0)),
    'O5', jsonb_build_object('files', coalesce(o5.files, '[]')),
    'S1', s1.x,
    'S2', jsonb_build_object('active', coalesce(c05.active, 0)),
    'S3', coalesce(s3.x, '{"one_head": false, "full_time": false, "appointed": false}'),
    'S5', jsonb_build_object('staff', coalesce(s5.staff, 0), 'pledged', coalesce(s5.pledged, 0),
        'upheld', coalesce(upheld.n, 0)),
    'S7', jsonb_build_object('worker_months', coalesce(s7.worker_months, 0),
        'supervised', coalesce(s7.supervised, 0), 'kinds', coalesce(kinds.n, 0)),
    'C04', jsonb_build_object('functional', coalesce(c04.functional, 0),
        'hobby', coalesce(c04.hobby, 0), 'reform_affected', coalesce(c04.reform_affected, 0),
        'area_has_reform', area.station IS NOT NULL),
    'C05', jsonb_build_object('volunteers', coalesce(c05.trained, 0),
        'steps', coalesce(c05.steps, 0)),
    'C11', (SELECT jsonb_build_object('due', jsonb_object_agg(level, coalesce(due, 0)),
            'done', jsonb_object_agg(level, coalesce(done, 0)))
        FROM generate_series(1, 5) AS l (level)
        LEFT JOIN (SELECT * FROM by_level WHERE by_level.station = station.id) s USING (level)),
    'C13', jsonb_build_object('roster', coalesce(c13.roster, 0), 'filed', coalesce(c13.filed, 0)),
    'C14', jsonb_build_object('raised', coalesce(c14.raised, 0), 'closed', coalesce(c14.closed, 0)),
    'C16', jsonb_build_object('registered', coalesce(registered.n, 0), 'window_open', true,
        'stage', (ARRAY['NONE', 'PREPARING', 'CHARTER', 'ACCEPTED'])[coalesce(furthest, 0) + 1]),
    'C18', jsonb_build_object('cumulative', coalesce(c18.n, 0), 'window_years', '2.583333')
)
FROM network_station station
LEFT JOIN s1 ON s1.station = station.id LEFT JOIN s3 ON s3.station = station.id
LEFT JOIN s5 ON s5.station = station.id LEFT JOIN upheld ON upheld.station = station.id
LEFT JOIN s7 ON s7.station = station.id LEFT JOIN kinds ON kinds.station = station.id
LEFT JOIN c04 ON c04.station = station.id LEFT JOIN area ON area.station = station.id
LEFT JOIN c05 ON c05.station = station.id LEFT JOIN c13 ON c13.station = station.id
LEFT JOIN c14 ON c14.station = station.id LEFT JOIN registered ON registered.station = station.id
LEFT JOIN s8 ON s8.station = station.id LEFT JOIN service ON service.station = station.id
LEFT JOIN child ON child.station = station.id LEFT JOIN late ON late.station = station.id
LEFT JOIN c12 ON c12.station = station.id LEFT JOIN o7 ON o7.station = station.id
LEFT JOIN c19 ON c19.station = station.id LEFT JOIN c15 ON c15.station = station.id
LEFT JOIN o5 ON o5.station = station.id LEFT JOIN stage ON stage.station = station.id LEFT JOIN c18 ON c18.station = station.id
WHERE station.level = 'STATION'
