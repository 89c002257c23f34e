-- Argo CD's own check takes no notice of the generation: after a change the Ready of the old spec counts.

local generation = obj.metadata.generation or 1
local status = obj.status or {}

local function answer(code, message)
  return { status = code, message = message }
end

if (status.observedGeneration or 0) < generation then
  return answer("Progressing", "Generation " .. generation .. " is not observed yet")
end
for _, condition in ipairs(status.conditions or {}) do
  if condition.type == "NotReady" and condition.status == "True" then
    local said = (condition.reason or "no reason") .. ": " .. (condition.message or "")
    return answer(condition.reason == "Creating" and "Progressing" or "Degraded", said)
  end
  if condition.type == "Ready" and condition.status == "True" then
    return answer("Healthy", "Generation " .. generation .. " is ready")
  end
end
return answer("Progressing", "It is not ready yet")
