-- Argo CD's own check calls a CronJob that never succeeded Healthy, so that a phase ends before the bootstrap
-- has opened Vault. One with the annotation says within how many seconds it succeeds, and again and again;
-- every other one is judged as Argo CD does.

local os = require("os")
local metadata = obj.metadata
local status = obj.status or {}

local function answer(code, message)
  return { status = code, message = message }
end

-- Timestamps of Kubernetes are in UTC and of one width, so they compare as texts. The function for dates takes
-- a moment in local time only, hence the difference of the two.
local function timestamp(seconds)
  local ahead = os.time() - os.time(os.date("!*t"))
  return os.date("%Y-%m-%dT%H:%M:%SZ", seconds - ahead)
end

local within = tonumber((metadata.annotations or {})["vaultwright.io/succeeds-within-seconds"])
if within ~= nil then
  local last = status.lastSuccessfulTime
  local earliest = timestamp(os.time() - within)
  if obj.spec.suspend == true then
    return answer("Suspended", "It is suspended")
  end
  if last ~= nil and last >= earliest then
    return answer("Healthy", "It succeeded at " .. last)
  end
  if last ~= nil then
    return answer("Degraded", "It has not succeeded since " .. last .. ", for more than " .. within .. " s")
  end
  if (metadata.creationTimestamp or earliest) < earliest then
    return answer("Degraded", "It has never succeeded, in more than " .. within .. " s")
  end
  return answer("Progressing", "It has not succeeded yet")
end

if obj.spec.suspend == true then
  return answer("Healthy", "It is suspended")
end
if status.lastScheduleTime == nil then
  return answer("Healthy", "It has not been scheduled yet")
end
if #(status.active or {}) > 0 then
  return answer("Healthy", "It is running")
end
if status.lastSuccessfulTime == nil then
  return answer("Healthy", "It has never succeeded")
end
if status.lastSuccessfulTime < status.lastScheduleTime then
  return answer("Degraded", "Its last run did not succeed")
end
return answer("Healthy", "Its last run succeeded")
