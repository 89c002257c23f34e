-- Argo CD's own check takes no notice of the generation: after a change the conditions of the old spec count.

local generation = obj.metadata.generation or 1
local status = obj.status or {}

local function answer(code, message)
  return { status = code, message = message }
end

-- What is wrong by conditions of which each of `wanted` must hold, or nil.
local function problem(conditions, wanted, of)
  local seen = {}
  for _, condition in ipairs(conditions or {}) do
    seen[condition.type] = condition
  end
  for _, name in ipairs(wanted) do
    local condition = seen[name]
    if condition == nil or (condition.observedGeneration or generation) < generation then
      return answer("Progressing", of .. name .. " is not known for generation " .. generation)
    end
    if condition.status ~= "True" then
      local code = condition.status == "False" and name ~= "Programmed" and "Degraded" or "Progressing"
      return answer(code, of .. (condition.message or name .. " is " .. condition.status))
    end
  end
  return nil
end

local found = problem(status.conditions, { "Accepted", "Programmed" }, "")
if found ~= nil then
  return found
end
for _, listener in ipairs(status.listeners or {}) do
  local of = "Listener " .. listener.name .. ": "
  found = problem(listener.conditions, { "Accepted", "ResolvedRefs", "Programmed" }, of)
  if found ~= nil then
    return found
  end
end
return answer("Healthy", "Generation " .. generation .. " is programmed")
