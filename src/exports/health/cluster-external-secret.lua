-- Argo CD's own check waits for conditions that the operator had before v1: one that failed in a namespace is
-- Ready=False since, which that check calls Progressing, for ever.

local status = obj.status or {}

local ready
for _, condition in ipairs(status.conditions or {}) do
  if condition.type == "Ready" then
    ready = condition
  end
end

if ready == nil then
  return { status = "Progressing", message = "The operator has not reported yet" }
end
if ready.status == "True" then
  return { status = "Healthy", message = "Made in " .. #(status.provisionedNamespaces or {}) .. " namespaces" }
end
local reasons = {}
for _, failed in ipairs(status.failedNamespaces or {}) do
  table.insert(reasons, failed.namespace .. ": " .. (failed.reason or "no reason"))
end
if #reasons == 0 then
  table.insert(reasons, ready.message or "no reason")
end
return { status = "Degraded", message = table.concat(reasons, "; ") }
