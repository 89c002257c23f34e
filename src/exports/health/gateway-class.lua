-- Argo CD 3.2 has no check of its own, as later releases have, so a class that no controller takes is Healthy.

local generation = obj.metadata.generation or 1

local function answer(code, message)
  return { status = code, message = message }
end

for _, condition in ipairs((obj.status or {}).conditions or {}) do
  if condition.type == "Accepted" and (condition.observedGeneration or generation) >= generation then
    local message = condition.message or condition.reason or ""
    if condition.status == "True" then
      return answer("Healthy", message)
    end
    return answer(condition.status == "False" and "Degraded" or "Progressing", message)
  end
end
return answer("Progressing", "No controller has taken generation " .. generation .. " yet")
