-- Argo CD's own check is content with one of several Gateways: the route counts as Healthy while another that it
-- names has not taken it.

local generation = obj.metadata.generation or 1
local metadata = obj.metadata

local function answer(code, message)
  return { status = code, message = message }
end

local function isSame(one, other)
  return one.name == other.name
    and (one.namespace or metadata.namespace) == (other.namespace or metadata.namespace)
    and (one.kind or "Gateway") == (other.kind or "Gateway")
    and (one.sectionName or "") == (other.sectionName or "")
    and (one.port or 0) == (other.port or 0)
end

-- Returns what a parent of the status says, where it says it of this generation.
local function judge(parent)
  local seen = {}
  for _, condition in ipairs(parent.conditions or {}) do
    if (condition.observedGeneration or generation) >= generation then
      seen[condition.type] = condition
    end
  end
  for _, name in ipairs({ "Accepted", "ResolvedRefs" }) do
    local condition = seen[name]
    if condition ~= nil and condition.status == "False" then
      return answer("Degraded", parent.parentRef.name .. ": " .. (condition.message or condition.reason or name))
    end
  end
  if seen.Accepted ~= nil and seen.Accepted.status == "True" then
    return answer("Healthy", "")
  end
  return nil
end

for _, wanted in ipairs((obj.spec or {}).parentRefs or {}) do
  local taken = false
  for _, parent in ipairs((obj.status or {}).parents or {}) do
    if isSame(wanted, parent.parentRef) then
      local said = judge(parent)
      if said ~= nil and said.status == "Degraded" then
        return said
      end
      taken = taken or said ~= nil
    end
  end
  if not taken then
    return answer("Progressing", wanted.name .. " has not taken generation " .. generation .. " yet")
  end
end
return answer("Healthy", "Every Gateway has taken generation " .. generation)
