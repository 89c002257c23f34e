-- Argo CD's own check says of a StatefulSet whose Pods wait for people only that it waits for Pods. One with the
-- annotation says for whom; every other one, and one whose Pods are ready, is judged as Argo CD does.

local status = obj.status or {}
local spec = obj.spec or {}
local update = spec.updateStrategy or {}

local function answer(code, message)
  return { status = code, message = message }
end

local observed = status.observedGeneration or 0
if observed == 0 or (obj.metadata.generation or 0) > observed then
  return answer("Progressing", "Its spec has not been observed yet")
end

local ready = status.readyReplicas or 0
if spec.replicas ~= nil and ready < spec.replicas then
  local reason = (obj.metadata.annotations or {})["vaultwright.io/waits-for"]
  if reason ~= nil and reason ~= "" then
    return answer("Suspended", reason)
  end
  return answer("Progressing", "It waits for " .. spec.replicas - ready .. " Pods to be ready")
end

local rolling = update.type == "RollingUpdate" and update.rollingUpdate or nil
if rolling ~= nil then
  local updated = status.updatedReplicas or 0
  if spec.replicas ~= nil and rolling.partition ~= nil and updated < spec.replicas - rolling.partition then
    return answer("Progressing", updated .. " of " .. spec.replicas - rolling.partition .. " Pods are updated")
  end
  return answer("Healthy", updated .. " Pods are updated")
end
if update.type == "OnDelete" then
  return answer("Healthy", ready .. " Pods are ready")
end
if status.updateRevision ~= status.currentRevision then
  return answer("Progressing", "The update is not complete")
end
return answer("Healthy", ready .. " Pods are ready")
