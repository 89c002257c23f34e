-- Argo CD's own check takes Completed for granted: that of an earlier task, while the one that the spec asks for has
-- not begun, and that of an installation which is stopped and answers nobody.

local spec = obj.spec or {}
local status = obj.status or {}
local state = status.status or ""

local function answer(code, message)
  return { status = code, message = message }
end

-- The operator reads truth values in several spellings.
local yes = { [true] = true, ["yes"] = true, ["Yes"] = true, ["true"] = true, ["True"] = true, ["1"] = true }
yes["on"], yes["On"], yes["enable"], yes["Enabled"] = true, true, true, true

if state == "" then
  return answer("Progressing", "The operator has not reported yet")
end
if state == "InProgress" then
  return answer("Progressing", status.action or "It is being reconciled")
end
if state ~= "Completed" then
  return answer("Degraded", state .. (status.error ~= nil and ": " .. status.error or ""))
end
local task = spec.taskID or ""
local isDone = task == ""
for _, done in ipairs(status.taskIDsCompleted or {}) do
  isDone = isDone or done == task
end
if not isDone then
  return answer("Progressing", "Task " .. task .. " is not completed yet")
end
if yes[spec.stop or "no"] then
  return answer("Suspended", "It is stopped")
end
return answer("Healthy", "Its last reconciliation is completed")
