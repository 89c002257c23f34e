-- Argo CD's own check takes the older of Ready and HasErrors and no notice of the generation: an error that came
-- after a good start stays Healthy, and so does a spec that the operator has not read.

local conditions = {}
for _, condition in ipairs((obj.status or {}).conditions or {}) do
  conditions[condition.type] = condition
end

local generation = obj.metadata.generation or 1
-- Versions of the operator differ in whether a condition is a text or a truth value.
local function holds(condition)
  return condition ~= nil and (condition.status == "True" or condition.status == "true" or condition.status == true)
end
local function isOld(condition)
  return condition ~= nil and condition.observedGeneration ~= nil and condition.observedGeneration < generation
end
local function answer(code, condition, otherwise)
  local message = condition ~= nil and condition.message or ""
  return { status = code, message = message ~= "" and message or otherwise }
end

local ready, errors = conditions.Ready, conditions.HasErrors
if ready == nil and errors == nil then
  return answer("Progressing", nil, "The operator has not reported yet")
end
if holds(errors) and not isOld(errors) then
  return answer("Degraded", errors, "It has errors")
end
if isOld(ready) then
  return answer("Progressing", nil, "Generation " .. generation .. " is not in force yet")
end
if holds(conditions.RollingUpdate) then
  return answer("Progressing", conditions.RollingUpdate, "It is being updated")
end
if holds(ready) then
  return answer("Healthy", ready, "It is ready")
end
return answer("Progressing", ready, "It is not ready yet")
