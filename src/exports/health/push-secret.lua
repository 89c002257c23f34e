-- Argo CD's own check believes a Ready of any age. The operator writes in `syncedResourceVersion` which
-- generation it pushed, as `<generation>-<hash>`; until that is the current one, Ready is about an older spec.

local status = obj.status or {}

local function answer(code, message)
  return { status = code, message = message }
end

-- Scripts of a configuration have no string library. What begins with "3-" is not before "3-" and before
-- "3.", since "." follows "-" and Lua compares byte by byte.
local generation = tostring(obj.metadata.generation or 1)
local function isPushed()
  local version = status.syncedResourceVersion or ""
  return version >= generation .. "-" and version < generation .. "."
end

local ready
for _, condition in ipairs(status.conditions or {}) do
  if condition.type == "Ready" then
    ready = condition
  end
end

if ready == nil then
  return answer("Progressing", "The operator has not reported yet")
end
local said = (ready.reason or "no reason") .. ": " .. (ready.message or "")
if ready.status == "False" then
  return answer("Degraded", said)
end
if ready.status ~= "True" then
  return answer("Progressing", said)
end
if isPushed() then
  return answer("Healthy", said)
end
return answer("Progressing", "Generation " .. generation .. " is not pushed yet")
