-- Argo CD has no check of its own, so a pool counts as Healthy before it has a node. Pools have no Ready: they
-- list their nodes.

local generation = obj.metadata.generation or 1
local status = obj.status or {}
local wanted = (obj.spec or {}).replicas or 0
local nodes = #(status.nodeIds or {})

local function answer(code, message)
  return { status = code, message = message }
end

for _, condition in ipairs(status.conditions or {}) do
  if condition.type == "NotReady" and condition.status == "True" then
    return answer("Degraded", (condition.reason or "no reason") .. ": " .. (condition.message or ""))
  end
end
if (status.observedGeneration or 0) < generation then
  return answer("Progressing", "Generation " .. generation .. " is not observed yet")
end
if nodes ~= wanted then
  return answer("Progressing", "It has " .. nodes .. " of " .. wanted .. " nodes")
end
return answer("Healthy", "It has its " .. nodes .. " nodes")
