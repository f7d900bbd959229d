"""Writes and reads the safetensors files of Tests/Golden/safetensors with Python's own library.

Usage: safetensors_files.py write > Tests/Golden/safetensors/python.safetensors
       safetensors_files.py read Tests/Golden/safetensors/swift.safetensors
           > Tests/Golden/safetensors/swift.json
swift.safetensors is what SafeTensors.write gives for the samples of SafeTensorsTests.swift; `write`
gives the same samples. Made with Python 3.11, safetensors 0.8.0 and PyTorch 2.13.0.
"""

import json
import sys

import torch
from safetensors import safe_open
from safetensors.torch import save

names = {
    torch.float32: "F32",
    torch.bfloat16: "BF16",
    torch.float16: "F16",
    torch.float64: "F64",
    torch.int64: "I64",
    torch.uint8: "U8",
    torch.bool: "BOOL",
}


def write():
    values = torch.tensor([[0, 1], [2.5, 100]])
    tensors = {f"of.{name}": values.to(dtype) for dtype, name in names.items()}
    tensors["scalar"] = torch.tensor(-0.5)
    tensors["empty"] = torch.zeros(2, 0)
    tensors['a "name" / é'] = torch.tensor([[7], [-7]])
    sys.stdout.buffer.write(save(tensors, {"format": "pt", "sites": 'A B "C"'}))


def read(path):
    with safe_open(path, framework="pt") as file:
        tensors = {name: file.get_tensor(name) for name in file.keys()}
        metadata = file.metadata()
    entries = {
        name: {
            "dtype": names[tensor.dtype],
            "shape": list(tensor.shape),
            "values": tensor.to(torch.float64).flatten().tolist(),
        }
        for name, tensor in sorted(tensors.items())
    }
    json.dump({"metadata": metadata, "tensors": entries}, sys.stdout, indent=1)
    print()


write() if sys.argv[1] == "write" else read(sys.argv[2])
