-- Argo CD's own check believes a Ready of any age. The operator writes in `syncedResourceVersion` which
-- generation it synced, as `<generation>-<hash>`; until that is the current one, Ready is about an older spec.

local status = obj.status or {}
local spec = obj.spec or {}

local function answer(code, message)
  return { status = code, message = message }
end

-- Scripts of a configuration have no string library. What begins with "3-" is not before "3-" and before
-- "3.", since "." follows "-" and Lua compares byte by byte.
local generation = tostring(obj.metadata.generation or 1)
local function isSynced()
  local version = status.syncedResourceVersion or ""
  return version >= generation .. "-" and version < generation .. "."
end

-- Such an ExternalSecret is read once, and the operator leaves it alone when its spec changes.
local never = { ["0"] = true, ["0s"] = true, ["0m"] = true, ["0h"] = true, ["0m0s"] = true, ["0h0m0s"] = true }
local policy = spec.refreshPolicy or "Periodic"
local isOnce = policy == "CreatedOnce" or (policy == "Periodic" and never[spec.refreshInterval or "1h"] == true)

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
-- The operator is done in both of these, and calls them Ready; the Secret does not exist.
if ready.reason == "SecretDeleted" then
  return answer("Degraded", said)
end
if ready.reason == "SecretMissing" then
  return answer("Progressing", said)
end
if isSynced() then
  return answer("Healthy", said)
end
if isOnce and (status.syncedResourceVersion or "") ~= "" then
  return answer("Healthy", "Synced once; it does not ask for more, so its later changes are not applied")
end
return answer("Progressing", "Generation " .. generation .. " is not synced yet")
