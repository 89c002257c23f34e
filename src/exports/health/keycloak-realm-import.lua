-- Argo CD has no check of its own, so an import counts as Healthy before it began.

local conditions = {}
for _, condition in ipairs((obj.status or {}).conditions or {}) do
  conditions[condition.type] = condition
end

-- Versions of the operator differ in whether a condition is a text or a truth value.
local function holds(condition)
  return condition ~= nil and (condition.status == "True" or condition.status == "true" or condition.status == true)
end
local function answer(code, condition, otherwise)
  local message = condition ~= nil and condition.message or ""
  return { status = code, message = message ~= "" and message or otherwise }
end

if holds(conditions.HasErrors) then
  return answer("Degraded", conditions.HasErrors, "The import failed")
end
if holds(conditions.Done) then
  return answer("Healthy", conditions.Done, "The realm is imported")
end
if holds(conditions.Started) then
  return answer("Progressing", conditions.Started, "The import runs")
end
return answer("Progressing", conditions.Done, "The import has not begun")
