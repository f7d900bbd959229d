-- A hook for Orthanc: each MR study that is complete goes through `kakehashi work`, and the results
-- come back into it, without a gateway that runs all the time. In Orthanc's configuration:
--
--   "LuaScripts": ["/opt/kakehashi/orthanc-hook.lua"],
--   "Kakehashi": {
--     "Command": "/opt/kakehashi/kakehashi", "Configuration": "/etc/kakehashi/pilot.json",
--     "Url": "http://127.0.0.1:8042", "CurlConfig": "/etc/kakehashi/curl.conf"
--   }
--
-- The last one is optional and holds a line as user = "gateway:password", readable for Orthanc alone.
-- There is no queue, no second try and no audit log: `kakehashi serve` has those.
-- Needs curl and flock (util-linux).

local settings = GetOrthancConfiguration()["Kakehashi"]

local function quoted(text)
  return "'" .. text:gsub("'", "'\\''") .. "'"
end

-- While a hook runs, Orthanc takes no image in, so the work itself goes on behind it; one study
-- after another, for each may take all memory.
local work = [[(
  trap 'rm -rf "$folder"' EXIT
  flock "${TMPDIR:-/tmp}/kakehashi-hook.lock" \
    "$command" work --config "$configuration" -i "$folder/in" -o "$folder/out" || exit
  for file in "$folder"/out/*.dcm; do
    curl --silent --show-error --fail ${curl:+--config "$curl"} --output /dev/null \
      --header 'Content-Type: application/dicom' --data-binary "@$file" "$url/instances"
  done
) </dev/null >&2 &]]

function OnStableStudy(study, tags, metadata)
  local instances = {}
  for _, series in ipairs(ParseJson(RestApiGet("/studies/" .. study .. "/series", false))) do
    local description = series["MainDicomTags"]["SeriesDescription"] or ""
    -- Results make the study stable once more.
    if description:find(", research use only$") then return end
    if series["MainDicomTags"]["Modality"] == "MR" then
      for _, instance in ipairs(series["Instances"]) do table.insert(instances, instance) end
    end
  end
  if #instances == 0 then return end
  local pipe = io.popen("umask 077; folder=$(mktemp -d) && mkdir $folder/in && printf %s $folder")
  local folder = pipe:read("*a")
  pipe:close()
  for number, instance in ipairs(instances) do
    local file = assert(io.open(("%s/in/%06d.dcm"):format(folder, number), "wb"))
    file:write(RestApiGet("/instances/" .. instance .. "/file", false))
    file:close()
  end
  os.execute("umask 077; folder=" .. quoted(folder) .. " command=" .. quoted(settings["Command"])
    .. " configuration=" .. quoted(settings["Configuration"]) .. " url=" .. quoted(settings["Url"])
    .. " curl=" .. quoted(settings["CurlConfig"] or "") .. "\n" .. work)
end
