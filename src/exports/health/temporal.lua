-- Argo CD has no check of its own for what the Temporal operator makes. The operator leaves a ReconcileError
-- where it stands when the next run succeeds, so an error counts only where this generation never succeeded.

local generation = obj.metadata.generation or 1
local conditions = {}
for _, condition in ipairs((obj.status or {}).conditions or {}) do
  conditions[condition.type] = condition
end

local function isCurrent(condition)
  return condition ~= nil and (condition.observedGeneration or generation) >= generation
end
local function holds(condition)
  return isCurrent(condition) and condition.status == "True"
end
local function answer(code, condition, otherwise)
  local message = condition ~= nil and condition.message or ""
  return { status = code, message = message ~= "" and message or otherwise }
end

local succeeded, failed, ready = conditions.ReconcileSuccess, conditions.ReconcileError, conditions.Ready
if not holds(succeeded) then
  if holds(failed) then
    return answer("Degraded", failed, failed.reason or "It failed")
  end
  return answer("Progressing", nil, "Generation " .. generation .. " is not reconciled yet")
end
-- Only a cluster has services that become ready after it was reconciled.
if obj.kind ~= "TemporalCluster" or holds(ready) then
  return answer("Healthy", nil, "Generation " .. generation .. " is reconciled")
end
return answer("Progressing", ready, ready ~= nil and ready.reason or "Its services are not ready yet")
